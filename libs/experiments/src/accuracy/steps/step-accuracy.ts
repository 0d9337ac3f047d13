/** The engine against measured steps of one GPU: training, prefill and decode. */
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { isFitted } from '../kernels/index.js';
import { inferenceStep } from './inference-step.js';
import { type MeasuredStepRow, type StepFile, idOf, isInference } from './measured-step.js';
import { type StepEstimate, documentOfStep, trainingStep } from './training-step.js';

type StepFamily = 'training' | 'prefill' | 'decode';

interface StepAccuracyRow {
  readonly id: string;
  readonly device: string;
  readonly family: StepFamily;
  /** `fitted`: the host's launches were fitted to the row. */
  readonly status: 'judged' | 'fitted' | 'left-out';
  readonly measuredMs: number;
  readonly twinMs: number | null;
  readonly errorPct: number | null;
  readonly memoryErrorPct: number | null;
  readonly why: string;
  /** As a user would write it; of training steps. */
  readonly document?: Readonly<Record<string, unknown>>;
}

export interface StepAccuracy {
  readonly summary: ErrorSummary;
  readonly families: readonly (ErrorSummary & { readonly family: StepFamily; readonly device: string })[];
  readonly rows: readonly StepAccuracyRow[];
}

export function stepAccuracy(files: readonly StepFile[]): StepAccuracy {
  const rows = files.flatMap(({ device, rows: measured, method }) =>
    measured.map((row) => judged(device, row, method)),
  );
  const keys = new Set(rows.map(({ family, device }) => `${family}\n${device}`));
  return {
    summary: summaryOf(rows),
    families: [...keys].map((key) => {
      const members = rows.filter(({ family, device }) => `${family}\n${device}` === key);
      const [first] = members as [StepAccuracyRow];
      return { family: first.family, device: first.device, ...summaryOf(members) };
    }),
    rows,
  };
}

function summaryOf(rows: readonly StepAccuracyRow[]): ErrorSummary {
  const errors = rows.flatMap(({ status, errorPct }) =>
    status === 'judged' && errorPct !== null ? [errorPct] : [],
  );
  return summarizeErrors(errors, rows.length);
}

function judged(device: string, row: MeasuredStepRow, method?: string): StepAccuracyRow {
  const measuredMs = isInference(row) ? row.ms : row.stepMs;
  const head = { id: idOf(row), device, family: familyOf(row), measuredMs };
  const document = isInference(row) ? {} : { document: documentOfStep(device, row, method) };
  const estimate = estimateOf(device, row, method);
  if ('why' in estimate)
    return {
      ...head,
      status: 'left-out',
      twinMs: null,
      errorPct: null,
      memoryErrorPct: null,
      ...document,
      why: estimate.why,
    };
  const memory = isInference(row) ? undefined : (row.peakGB ?? row.peakMemoryGB);
  const { seconds, allocatedGB } = estimate;
  return {
    ...head,
    status: isHostFitted(row) ? 'fitted' : 'judged',
    twinMs: 1e3 * seconds,
    errorPct: 100 * ((1e3 * seconds) / measuredMs - 1),
    memoryErrorPct:
      memory === undefined || allocatedGB === undefined ? null : 100 * (allocatedGB / memory - 1),
    ...document,
    why: '',
  };
}

const familyOf = (row: MeasuredStepRow): StepFamily => (isInference(row) ? row.phase : 'training');

const estimateOf = (
  device: string,
  row: MeasuredStepRow,
  method: string | undefined,
): StepEstimate | { readonly why: string } =>
  isInference(row) ? inferenceStep(device, row) : trainingStep(device, row, method);

/** The launches of a PyTorch host are fitted to these rows of host-bound.json. */
const isHostFitted = (row: MeasuredStepRow): boolean =>
  !isInference(row) && isFitted(`${row.kind}/${row.hidden}/${row.batch}/${row.seq}`);
