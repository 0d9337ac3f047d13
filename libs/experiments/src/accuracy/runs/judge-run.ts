/** What the engine says of one published run: mapped to a document, computed, compared. */
import { GIBI, GIGA, elementAt } from '@railyard/base';
import { type MemoryEstimate, estimateMemory } from '@railyard/parallelism';
import { type Components, type JobTraits, componentsOf, traitsOf } from '../../anchor/index.js';
import { type ExperimentDocument } from '../../document.js';
import { type FamilyKey, familyKey } from '../../families/index.js';
import { JobOnMachine, timeMetrics } from '../../job/index.js';
import { type StepMetrics } from '../../result.js';
import { NETWORK } from './cluster-of-run.js';
import { documentOfRun } from './document-of-run.js';
import { isHostFitted } from './host-fitted-runs.js';
import { measuredTime } from './measured-step.js';
import { type PublishedRun } from './published-run.js';

/**
 * `exact`: the document says all that the row says, and the row leaves nothing open but the network;
 * `defaults`: defaults fill what it leaves open; `substituted`: something that it says is stated otherwise.
 */
type RunGrade = 'exact' | 'defaults' | 'substituted';

export interface RunAccuracyRow {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly model: string;
  readonly gpus: number;
  /** `fitted`: a constant was fitted to the row, which is not counted. */
  readonly status: 'judged' | 'fitted' | 'left-out';
  /** Seconds of the step, or of the phase that the row is of. */
  readonly measured: number | null;
  readonly twin: number | null;
  readonly errorPct: number | null;
  readonly memoryErrorPct: number | null;
  readonly peerErrorPct: number | null;
  readonly grade: RunGrade | null;
  /** Why the row is left out, else what was filled or stated otherwise. */
  readonly why: string;
  /** Column that the measured time is from. */
  readonly column: string;
  /** Of the twin's step; these are absent for a phase. */
  readonly components?: Components;
  readonly traits?: JobTraits;
  readonly family?: FamilyKey;
  /** As a user would write it. */
  readonly document?: Readonly<Record<string, unknown>>;
}

/** What the engine says of one row. */
export function judgeRun(run: PublishedRun): RunAccuracyRow {
  const { id, source, gpu } = run;
  const none = { measured: null, twin: null, errorPct: null, memoryErrorPct: null, column: '' };
  const head = {
    id,
    source,
    device: deviceName(gpu),
    model: run.model,
    gpus: run.gpus ?? 0,
    peerErrorPct: run.peerErrorPct ?? null,
  };
  const mapped = documentOfRun(run);
  if ('why' in mapped) return { ...head, ...none, status: 'left-out', grade: null, why: mapped.why };
  const { metrics, memory } = computed(mapped.document);
  const measured = measuredTime(run, metrics);
  if (measured === undefined)
    return { ...head, ...none, status: 'left-out', grade: null, why: 'The row gives no time or rate.' };
  const { twin } = measured;
  const { substitutes, defaults } = mapped;
  const open = defaults.filter((name) => name !== NETWORK);
  return {
    ...head,
    status: isHostFitted(id) ? 'fitted' : 'judged',
    measured: measured.seconds,
    twin,
    errorPct: 100 * (twin / measured.seconds - 1),
    memoryErrorPct: memoryErrorPct(run, memory),
    grade: substitutes.length > 0 ? 'substituted' : open.length > 0 ? 'defaults' : 'exact',
    why: [...substitutes, ...(open.length > 0 ? [`defaults: ${open.join(', ')}`] : [])].join('; '),
    column: measured.column,
    ...(measured.isStep ? ofStep(mapped.document, metrics) : {}),
    document: mapped.written,
  };
}

const ofStep = (document: ExperimentDocument, metrics: StepMetrics) => ({
  components: componentsOf(metrics),
  traits: traitsOf(document),
  family: familyKey(document.cluster, document.workload),
});

/** `A100-80GB` and `a100_80gb` are one device. */
const deviceName = (gpu: string): string => elementAt(gpu.toLowerCase().split(/[-_ ]+/), 0);

function computed(document: ExperimentDocument): { metrics: StepMetrics; memory: MemoryEstimate } {
  const { step } = new JobOnMachine(document);
  const { cluster, workload } = document;
  const memory = estimateMemory(cluster, workload, { schedule: step.schedule, stages: step.plan.assignment });
  return { metrics: { ...timeMetrics(document, step.parts), peakMemoryGB: memory.peakGB }, memory };
}

/** torchtitan logs what the allocator reserves at its peak, the other frameworks what tensors take of it. */
const LOGS_RESERVED = /torchtitan/;

/** Context and communicators are not in what frameworks report. */
function memoryErrorPct(run: PublishedRun, { ranks }: MemoryEstimate): number | null {
  if (run.peakMemoryGiB === undefined) return null;
  const reserved = LOGS_RESERVED.test(run.framework);
  const peakGB = Math.max(
    ...ranks.map(({ allocatedGB, allocatorGB }) => allocatedGB + (reserved ? allocatorGB : 0)),
  );
  return 100 * ((peakGB * GIGA) / (run.peakMemoryGiB * GIBI) - 1);
}
