/**
 * A recorded profile as a workload that can be executed again: tasks in the order of each stream, what bounds
 * their time, and what they wait for. The body of a profile-workload document.
 */
import { elementAt } from '@railyard/base';
import { type KernelBound, isCommunication, kernelBound } from '../kernels/index.js';
import { Attribution, type Intervals, sharedBy, unionOf } from '../timeline/index.js';
import { TraceError, type TraceRecords, type WorkItem, readTrace } from '../trace/index.js';

/** Work of one annotated range on one stream. */
export interface ProfileTask {
  /** Name of the range, e.g. `mlp(B)`, and its layer. */
  readonly phase: string;
  readonly layer: number;
  readonly stream: number;
  /** Kernel time by what bounds it. */
  readonly boundMs: Readonly<Partial<Record<KernelBound, number>>>;
  /** Time between the task's kernels. */
  readonly gapsMs: number;
  /** Time after everything it waits for was there and before its first kernel: launches by the host. */
  readonly launchMs: number;
  /** Tasks (by index) that must end first, besides the one before it on its stream. */
  readonly after: readonly number[];
  /**
   * Starts together with this task instead of waiting for the one before it on its stream: work forked to a
   * side stream.
   */
  readonly forkOf?: number;
}

/** What the machine of a profile offers; peaks are dense, network rates are what large transfers reach. */
export interface ProfileMachine {
  readonly name: string;
  readonly sms: number;
  /** SMs that communication kernels hold. */
  readonly communicationSms: number;
  readonly bf16Tflops: number;
  /** 0 when the device has no FP8: such work then runs at the BF16 peak. */
  readonly fp8Tflops: number;
  readonly memoryBandwidthGBps: number;
  readonly nvlinkGBps: number;
  readonly nicGBps: number;
}

export interface ProfileWorkload {
  readonly kind: 'ProfileWorkload';
  readonly source: string;
  readonly recordedOn: ProfileMachine;
  readonly computeStreams: readonly number[];
  readonly communicationStreams: readonly number[];
  /** By start. */
  readonly tasks: readonly ProfileTask[];
}

/** A phase waits for another one of the same layer, or of the layer before. */
export interface PhaseDependency {
  readonly phase: string;
  readonly after: string;
  readonly layersBefore: 0 | 1;
}

/**
 * Overlapped forward and backward of DualPipe with expert parallelism: each compute phase needs the
 * all-to-all before it and the reverse (start times of DeepSeek's public profile agree; two of them show as
 * real waits).
 */
export const DUALPIPE_DEPENDENCIES: readonly PhaseDependency[] = [
  { phase: 'mlp(B)', after: 'combine(B)', layersBefore: 0 },
  { phase: 'mlp(F)', after: 'dispatch(F)', layersBefore: 0 },
  { phase: 'attn(B)', after: 'dispatch(B)', layersBefore: 0 },
  { phase: 'attn(F)', after: 'combine(F)', layersBefore: 1 },
  { phase: 'combine(B)', after: 'attn(B)', layersBefore: 1 },
  { phase: 'dispatch(F)', after: 'attn(F)', layersBefore: 0 },
  { phase: 'dispatch(B)', after: 'mlp(B)', layersBefore: 0 },
  { phase: 'combine(F)', after: 'mlp(F)', layersBefore: 0 },
];

interface Draft {
  readonly phase: string;
  readonly layer: number;
  readonly stream: number;
  readonly work: [WorkItem, ...WorkItem[]];
}

const MS = 1e-3;
const startOf = ({ work }: Draft): number => work[0].startUs;
const endOf = ({ work }: Draft): number =>
  work.reduce((latest, { startUs, durationUs }) => Math.max(latest, startUs + durationUs), 0);

/**
 * Reads a trace into a workload. @throws TraceError, also when the trace has no annotated ranges to name
 * tasks apart.
 */
export function importWorkload(
  input: string | Uint8Array | Iterable<Uint8Array>,
  recordedOn: ProfileMachine,
  dependencies: readonly PhaseDependency[] = DUALPIPE_DEPENDENCIES,
): ProfileWorkload {
  return workloadOf(readTrace(input), recordedOn, dependencies);
}

export function workloadOf(
  records: TraceRecords,
  recordedOn: ProfileMachine,
  dependencies: readonly PhaseDependency[] = DUALPIPE_DEPENDENCIES,
): ProfileWorkload {
  const drafts = draftTasks(records);
  const streams = [...new Set(drafts.map(({ stream }) => stream))].sort((a, b) => a - b);
  const communicationStreams = streams.filter((stream) => movesData(drafts, stream));
  const computeStreams = streams.filter((stream) => !communicationStreams.includes(stream));
  const originUs = startOf(elementAt(drafts, 0));
  const [{ work }] = records.devices;
  const rows = Array.from({ length: work.length }, (_, row) => work.at(row));
  const computing = unionOfWork(rows.filter(({ stream }) => computeStreams.includes(stream)));
  const byPhase = new Map<string, number[]>();
  const tasks: ProfileTask[] = [];
  const lastOn = new Map<number, number>();
  drafts.forEach((draft, index) => {
    const onCompute = computeStreams.includes(draft.stream);
    const forkOf = onCompute ? forkedFrom(drafts, index, byPhase, computeStreams) : undefined;
    const after = waitsFor(drafts, index, byPhase, dependencies);
    const previous = lastOn.get(draft.stream);
    const readyUs = Math.max(
      originUs,
      ...[...after, ...(previous === undefined ? [] : [previous])].map((at) => endOf(elementAt(drafts, at))),
      ...(forkOf === undefined ? [] : [startOf(elementAt(drafts, forkOf))]),
    );
    tasks.push({
      phase: draft.phase,
      layer: draft.layer,
      stream: draft.stream,
      ...timesOf(draft, onCompute ? computing : unionOfWork(draft.work)),
      launchMs: Math.max(0, startOf(draft) - readyUs) * MS,
      after,
      ...(forkOf === undefined ? {} : { forkOf }),
    });
    lastOn.set(draft.stream, index);
    byPhase.set(keyOf(draft.phase, draft.layer), [
      ...(byPhase.get(keyOf(draft.phase, draft.layer)) ?? []),
      index,
    ]);
  });
  return {
    kind: 'ProfileWorkload',
    source: records.traceName,
    recordedOn,
    computeStreams,
    communicationStreams,
    tasks,
  };
}

const keyOf = (phase: string, layer: number): string => `${layer}/${phase}`;

const unionOfWork = (work: readonly WorkItem[]): Intervals =>
  unionOf(
    work.length,
    (index) => elementAt(work, index).startUs,
    (index) => elementAt(work, index).startUs + elementAt(work, index).durationUs,
  );

function draftTasks(records: TraceRecords): Draft[] {
  const [{ work }] = records.devices;
  const attribution = new Attribution(records);
  const drafts = new Map<string, Draft>();
  for (let row = 0; row < work.length; row += 1) {
    const range = attribution.of(work.correlation(row));
    if (range < 0) continue;
    const item = work.at(row);
    const key = `${range}/${item.stream}`;
    const draft = drafts.get(key);
    if (draft === undefined)
      drafts.set(key, {
        phase: elementAt(records.annotations, range).name,
        layer: elementAt(attribution.occurrence, range),
        stream: item.stream,
        work: [item],
      });
    else draft.work.push(item);
  }
  if (drafts.size === 0)
    throw new TraceError(
      0,
      'A trace must have kernels in annotated ranges to be executed again (got none).',
      'Use torch.profiler.record_function to annotate the phases.',
    );
  return [...drafts.values()].sort((a, b) => startOf(a) - startOf(b) || a.stream - b.stream);
}

function movesData(drafts: readonly Draft[], stream: number): boolean {
  let all = 0;
  let moving = 0;
  for (const draft of drafts) {
    if (draft.stream !== stream) continue;
    for (const { kind, durationUs } of draft.work) {
      all += durationUs;
      if (isCommunication(kind)) moving += durationUs;
    }
  }
  return moving > all / 2;
}

/** Compute of the same range on another stream that is still going: this task was forked from it. */
function forkedFrom(
  drafts: readonly Draft[],
  index: number,
  byPhase: ReadonlyMap<string, readonly number[]>,
  computeStreams: readonly number[],
): number | undefined {
  const draft = elementAt(drafts, index);
  return (byPhase.get(keyOf(draft.phase, draft.layer)) ?? []).find((at) => {
    const other = elementAt(drafts, at);
    const { stream } = other;
    return stream !== draft.stream && computeStreams.includes(stream) && endOf(other) > startOf(draft);
  });
}

/**
 * Dependencies by name that the recorded times do not contradict, on every stream of the phase waited for.
 */
function waitsFor(
  drafts: readonly Draft[],
  index: number,
  byPhase: ReadonlyMap<string, readonly number[]>,
  dependencies: readonly PhaseDependency[],
): number[] {
  const draft = elementAt(drafts, index);
  return dependencies
    .filter(({ phase }) => phase === draft.phase)
    .flatMap(({ after, layersBefore }) => byPhase.get(keyOf(after, draft.layer - layersBefore)) ?? [])
    .filter((at) => {
      const other = elementAt(drafts, at);
      return other.stream !== draft.stream && endOf(other) <= startOf(draft);
    });
}

/**
 * Kernel time by bound, and true gaps. While a task waits inside itself for compute on a side stream, that
 * time belongs to the work: it is counted with the task's largest bound, so that it shrinks and grows as the
 * work does.
 */
function timesOf(draft: Draft, busy: Intervals): Pick<ProfileTask, 'boundMs' | 'gapsMs'> {
  const boundMs: Partial<Record<KernelBound, number>> = {};
  let ownUs = 0;
  for (const { name, kind, durationUs } of draft.work) {
    const bound = kernelBound(kind, name);
    boundMs[bound] = (boundMs[bound] ?? 0) + durationUs * MS;
    ownUs += durationUs;
  }
  const [fromUs, toUs] = [startOf(draft), endOf(draft)];
  const window = Float64Array.of(fromUs, toUs);
  const coveredUs = sharedBy(window, busy);
  const [largest] = (Object.entries(boundMs) as [KernelBound, number][]).sort(
    (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  const waitedUs = Math.max(0, coveredUs - ownUs);
  if (largest !== undefined && waitedUs > 0) boundMs[largest[0]] = largest[1] + waitedUs * MS;
  return { boundMs, gapsMs: Math.max(0, toUs - fromUs - Math.max(coveredUs, ownUs)) * MS };
}
