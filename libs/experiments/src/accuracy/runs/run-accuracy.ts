/**
 * Accuracy of whole steps: published runs, each mapped to a document and computed. No row is fitted: what the
 * engine is fitted to are kernels and collectives.
 */
import { GIBI, GIGA, elementAt } from '@railyard/base';
import { estimateMemory } from '@railyard/parallelism';
import { JobOnMachine, timeMetrics } from '../../job/index.js';
import { type ExperimentDocument } from '../../document.js';
import { type StepMetrics } from '../../result.js';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { NETWORK } from './cluster-of-run.js';
import { documentOfRun } from './document-of-run.js';
import { measuredTime, phaseOf } from './measured-step.js';
import { type PublishedRun, type RunColumns, publishedRun } from './published-run.js';

/**
 * `exact`: the document says all that the row says, and the row leaves nothing open but the network;
 * `defaults`: defaults fill what it leaves open; `substituted`: something that it says is stated otherwise.
 */
type RunGrade = 'exact' | 'defaults' | 'substituted';

export interface RunAccuracyRow {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly status: 'judged' | 'left-out';
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
  /** As a user would write it. */
  readonly document?: Readonly<Record<string, unknown>>;
}

export interface RunSource extends ErrorSummary {
  readonly source: string;
  readonly device: string;
  readonly expressible: number;
  /** Rows without a substitute. */
  readonly exact: number;
  readonly memoryRows: number;
  readonly memoryMedianPct: number | null;
  readonly memoryBiasPct: number | null;
  readonly peerRows: number;
  /** Median of the peers' errors, and of ours on the same rows. */
  readonly peerMedianPct: number | null;
  readonly twinOnPeerRowsPct: number | null;
}

export interface RunAccuracy {
  readonly summary: Omit<RunSource, 'source' | 'device'> & { readonly fitted: 0 };
  /** By source. */
  readonly sources: readonly RunSource[];
  readonly devices: readonly RunSource[];
  readonly rows: readonly RunAccuracyRow[];
}

/** The runs of a table, each complete in itself: they can be judged in any order, in any thread. */
export function publishedRuns(table: readonly RunColumns[]): readonly PublishedRun[] {
  const runs = table.map(publishedRun);
  return runs.map((run) => withStep(run, runs));
}

/** Tables of judged rows. */
export function runAccuracy(rows: readonly RunAccuracyRow[]): RunAccuracy {
  const { source: _, device: __, ...summary } = groupOf('', '', rows);
  const by = (name: 'source' | 'device'): readonly RunSource[] =>
    [...new Set(rows.map((row) => row[name]))].map((key) => {
      const members = rows.filter((row) => row[name] === key);
      const devices = new Set(members.map(({ device }) => device));
      return groupOf(name === 'source' ? key : '', [...devices].join(', '), members);
    });
  return { summary: { ...summary, fitted: 0 }, sources: by('source'), devices: by('device'), rows };
}

function groupOf(source: string, device: string, rows: readonly RunAccuracyRow[]): RunSource {
  const judged = rows.filter(({ status }) => status === 'judged');
  const errors = (of: readonly RunAccuracyRow[], name: 'errorPct' | 'memoryErrorPct' | 'peerErrorPct') =>
    of.flatMap((row) => row[name] ?? []);
  const peers = judged.filter(({ peerErrorPct }) => peerErrorPct !== null);
  const memory = summarizeErrors(errors(judged, 'memoryErrorPct'), 0);
  return {
    source,
    device,
    ...summarizeErrors(errors(judged, 'errorPct'), rows.length),
    expressible: judged.length,
    exact: judged.filter(({ grade }) => grade !== 'substituted').length,
    memoryRows: errors(judged, 'memoryErrorPct').length,
    memoryMedianPct: memory.medianPct,
    memoryBiasPct: memory.biasPct,
    peerRows: peers.length,
    peerMedianPct: summarizeErrors(errors(peers, 'peerErrorPct'), 0).medianPct,
    twinOnPeerRowsPct: summarizeErrors(errors(peers, 'errorPct'), 0).medianPct,
  };
}

/** A row of a phase takes what it leaves open from the row of its step. */
function withStep(run: PublishedRun, runs: readonly PublishedRun[]): PublishedRun {
  const phase = phaseOf(run);
  if (phase === undefined) return run;
  const step = runs.find(
    ({ kind, source, stepTimeS }) =>
      kind === 'step' && source === run.source && stepTimeS === phase.stepTimeS,
  );
  return { ...step, ...run };
}

/** What the engine says of one row. */
export function judgeRun(run: PublishedRun): RunAccuracyRow {
  const { id, source, gpu } = run;
  const none = { measured: null, twin: null, errorPct: null, memoryErrorPct: null, column: '' };
  const head = { id, source, device: deviceName(gpu), peerErrorPct: run.peerErrorPct ?? null };
  const mapped = documentOfRun(run);
  if ('why' in mapped) return { ...head, ...none, status: 'left-out', grade: null, why: mapped.why };
  const metrics = stepMetrics(mapped.document);
  const measured = measuredTime(run, metrics);
  if (measured === undefined)
    return { ...head, ...none, status: 'left-out', grade: null, why: 'The row gives no time or rate.' };
  const twin = metrics[measured.metric];
  const memory = run.peakMemoryGiB;
  const { substitutes, defaults } = mapped;
  const open = defaults.filter((name) => name !== NETWORK);
  return {
    ...head,
    status: 'judged',
    measured: measured.seconds,
    twin,
    errorPct: 100 * (twin / measured.seconds - 1),
    memoryErrorPct: memory === undefined ? null : 100 * ((metrics.peakMemoryGB * GIGA) / (memory * GIBI) - 1),
    grade: substitutes.length > 0 ? 'substituted' : open.length > 0 ? 'defaults' : 'exact',
    why: [...substitutes, ...(open.length > 0 ? [`defaults: ${open.join(', ')}`] : [])].join('; '),
    column: measured.column,
    document: mapped.written,
  };
}

/** `A100-80GB` and `a100_80gb` are one device. */
const deviceName = (gpu: string): string => elementAt(gpu.toLowerCase().split(/[-_ ]+/), 0);

function stepMetrics(document: ExperimentDocument): StepMetrics {
  const { step } = new JobOnMachine(document);
  const { cluster, workload } = document;
  const memory = estimateMemory(cluster, workload, { schedule: step.schedule, stages: step.plan.assignment });
  return { ...timeMetrics(document, step.parts), peakMemoryGB: memory.peakGB };
}
