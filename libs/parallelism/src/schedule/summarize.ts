/**
 * One schedule executed with equal op times on every rank, compared with its published bubble: what `railyard
 * schedule` prints.
 */
import { IssueList } from '@railyard/base';
import { type ScheduleName, type SendMode } from './schedule-name.js';
import { peakActivations } from './check.js';
import { executeSchedule } from './execute.js';
import { BUBBLE_FORMULAS, type DeviceOpTimes } from './formulas.js';
import { generateSchedule } from './generate.js';
import { type ScheduleRequest, checkScheduleRequest, chunksPerDeviceOf } from './request.js';
import { OP_KIND_NAMES, type OpKind, type Schedule } from './schedule.js';
import { ScheduleWorkspace } from './workspace.js';

/** Op times per device and micro-batch; a schedule with v chunks per device divides them by v. */
export interface ScheduleTimesMs {
  readonly fMs: number;
  /** Input gradient alone; a full backward is `bInputMs + wMs`. */
  readonly bInputMs: number;
  readonly wMs: number;
  /** A forward overlapped with a full backward. */
  readonly fbMs: number;
  /** Read by interleaved 1F1B only. */
  readonly chunksPerDevice: number;
  readonly sends: SendMode;
}

export interface RankSummary {
  readonly rank: number;
  readonly counts: Readonly<Record<(typeof OP_KIND_NAMES)[number], number>>;
  readonly bubbleMs: number;
  /** Of one micro-batch on one stage each. */
  readonly peakActivations: number;
}

export interface ScheduleSummary {
  readonly schedule: ScheduleName;
  readonly ranks: number;
  readonly microBatches: number;
  readonly makespanMs: number;
  /** Mean over ranks of the idle time from 0 until the last rank is done. */
  readonly bubbleMs: number;
  /** Null with too few micro-batches for the formula to hold. */
  readonly formulaBubbleMs: number | null;
  readonly ops: number;
  readonly perRank: readonly RankSummary[];
  /** What keeps the formula from being the executed bubble. */
  readonly warnings: readonly ScheduleWarning[];
}

export interface ScheduleWarning {
  readonly code: 'formula-does-not-hold' | 'formula-approximates';
  readonly message: string;
}

/**
 * @throws InvalidDocumentError with every issue at once, at /ranks, /microBatches, /chunksPerDevice, /fMs,
 * /bInputMs, /wMs, /fbMs; an unknown name at ''.
 */
export function summarizeSchedule(
  name: ScheduleName,
  ranks: number,
  microBatches: number,
  times: ScheduleTimesMs,
): ScheduleSummary {
  const asked = { name, ranks, microBatches, chunksPerDevice: times.chunksPerDevice, sends: times.sends };
  const issues = new IssueList();
  checkScheduleRequest(asked, issues);
  for (const key of ['fMs', 'bInputMs', 'wMs', 'fbMs'] as const) {
    const time = times[key];
    issues
      .at(key)
      .require(
        time >= 0 && time < MAX_OP_MS,
        'out-of-range',
        `${key} must be at least 0 and below ${MAX_OP_MS} ms (got ${time}).`,
        'Give the time in milliseconds.',
      );
  }
  issues.throwIfAny();
  return summarize(asked, times);
}

/** A day: longer ops are a mistake of units. */
const MAX_OP_MS = 86_400_000;

/** A schedule of which the preconditions hold, executed with equal op times; its times are milliseconds. */
export function executeEvenly(
  asked: ScheduleRequest,
  times: ScheduleTimesMs,
): { readonly schedule: Schedule; readonly executed: ScheduleWorkspace } {
  const chunks = chunksPerDeviceOf(asked);
  const schedule = generateSchedule(asked);
  const byKind = [
    times.fMs / chunks,
    times.bInputMs / chunks,
    (times.bInputMs + times.wMs) / chunks,
    times.wMs / chunks,
    times.fbMs / chunks,
  ];
  const noTransfer = new Float64Array(schedule.directions * schedule.stages);
  const durations = Float64Array.from(schedule.kind, (kind) => byKind[kind]);
  const timing = { durations, forwardTransfer: noTransfer, backwardTransfer: noTransfer };
  return { schedule, executed: executeSchedule(schedule, timing, new ScheduleWorkspace()) };
}

function summarize(asked: ScheduleRequest, times: ScheduleTimesMs): ScheduleSummary {
  const { name, ranks, microBatches } = asked;
  const { schedule, executed } = executeEvenly(asked, times);
  const peaks = peakActivations(schedule);
  let idle = 0;
  const perRank: RankSummary[] = [];
  for (let rank = 0; rank < ranks; rank += 1) {
    const bubbleMs = executed.bubble[rank];
    idle += bubbleMs;
    perRank.push({ rank, counts: countOps(schedule, rank), bubbleMs, peakActivations: peaks[rank] });
  }
  const deviceTimes: DeviceOpTimes = {
    forward: times.fMs,
    backwardInput: times.bInputMs,
    weight: times.wMs,
    forwardBackward: times.fbMs,
  };
  return {
    schedule: name,
    ranks,
    microBatches,
    makespanMs: executed.makespan,
    bubbleMs: idle / ranks,
    ...formulaBubble(asked, deviceTimes),
    ops: schedule.kind.length,
    perRank,
  };
}

function formulaBubble(
  asked: ScheduleRequest,
  times: DeviceOpTimes,
): Pick<ScheduleSummary, 'formulaBubbleMs' | 'warnings'> {
  const { name, ranks, microBatches } = asked;
  const formula = BUBBLE_FORMULAS[name];
  const least = formula.leastMicroBatches(ranks);
  if (microBatches < least) {
    const message =
      `The published bubble of ${name} holds from ${least} micro-batches on ${ranks} ranks ` +
      `(got ${microBatches}): it is left out.`;
    return { formulaBubbleMs: null, warnings: [{ code: 'formula-does-not-hold', message }] };
  }
  const warnings: readonly ScheduleWarning[] = formula.exactAt(times)
    ? []
    : [
        {
          code: 'formula-approximates',
          message:
            `The published bubble of ${name} is exact for ${formula.exactFor}: at these op times it ` +
            `is an approximation, and the executed bubble is what counts.`,
        },
      ];
  return { formulaBubbleMs: formula.bubble(ranks, chunksPerDeviceOf(asked), times), warnings };
}

/** Ops of each kind that `rank` runs. */
export function countOps(schedule: Schedule, rank: number): RankSummary['counts'] {
  const counts = { F: 0, B: 0, BW: 0, W: 0, FB: 0 };
  for (let op = schedule.rankOffsets[rank]; op < schedule.rankOffsets[rank + 1]; op += 1) {
    const kind = schedule.kind[op] as OpKind;
    counts[OP_KIND_NAMES[kind]] += 1;
  }
  return counts;
}
