/**
 * A step during which a part of the network is down for a while. What goes over it stands still from then on
 * until the part is back, or until traffic takes another way, whichever is sooner; what takes another way
 * runs at the pace of a network without the part until it is back. All members of a collective wait for the
 * one that stands still, so ops of the ranks whose collectives go over the part are held as a whole; other
 * ranks go on until they need what a held one sends. Of an op that hides its communication, the time that one
 * layer would hide is held too: milliseconds.
 */
import { elementAt } from '@railyard/base';
import { type HeldTimes, ScheduleWorkspace, executeSchedule } from '../schedule/index.js';
import { sendTiming } from './pipeline-boundary.js';
import { type StepSimulation } from './simulate-step.js';
import { type StruckPipeline, type StruckStep } from './struck-ranks.js';

/** Seconds from the beginning of the step. */
export interface Standstill {
  readonly from: number;
  /** Traffic goes on: by another way until `back`, or as before where the two are equal. */
  readonly until: number;
  readonly back: number;
}

/** A step, how long it takes while the part is out all the time, and what it goes over the part with. */
export interface FlappedStep {
  readonly step: StepSimulation;
  /** Undefined where traffic takes no other way. */
  readonly without: StepSimulation | undefined;
  readonly struck: StruckStep;
}

/** Seconds of the step. */
export function stepUnderFlap({ step, without, struck }: FlappedStep, standstill: Standstill): number {
  const workspace = new ScheduleWorkspace();
  const undisturbed = step.executed.makespan + step.groupWait;
  const drained = struck.pipelines.reduce(
    (latest, pipeline) => Math.max(latest, makespanOf(step, without, pipeline, standstill, workspace)),
    undisturbed,
  );
  const { seconds } = step.optimizer;
  return struck.isState
    ? endUnder(standstill, drained, seconds, paceOf(seconds, without?.optimizer.seconds))
    : drained + seconds;
}

function makespanOf(
  { schedule, times, boundary }: StepSimulation,
  without: StepSimulation | undefined,
  { ranks, messages }: StruckPipeline,
  standstill: Standstill,
  workspace: ScheduleWorkspace,
): number {
  const transfers = new Float64Array(schedule.directions * schedule.stages).fill(boundary.seconds);
  const pace = paceOf(boundary.seconds, without?.boundary.seconds);
  const slower = without?.times.durations;
  const held: HeldTimes = {
    endOfOp: (rank, op, begin, duration) =>
      ranks.has(rank)
        ? endUnder(standstill, begin, duration, paceOf(duration, slower?.[op]))
        : begin + duration,
    arrivalOf: (slot, ready, transfer) =>
      messages[slot] === 1 ? endUnder(standstill, ready, transfer, pace) : ready + transfer,
  };
  const timing = {
    durations: times.durations,
    ...sendTiming(schedule, times, boundary),
    forwardTransfer: transfers,
    backwardTransfer: transfers,
    held,
  };
  return executeSchedule(schedule, timing, workspace).makespan;
}

/** Work for each second by another way; never more than before. */
const paceOf = (seconds: number, without = seconds): number => (seconds < without ? seconds / without : 1);

/** When work that begins then ends: at its pace, not at all, at the pace of another way, at its pace. */
export function endUnder(
  { from, until, back }: Standstill,
  begin: number,
  work: number,
  pace: number,
): number {
  if (begin >= back || begin + work <= from) return begin + work;
  let left = work - Math.max(0, from - begin);
  const resumed = Math.max(begin, until);
  const otherWay = (back - resumed) * pace;
  if (left <= otherWay) return resumed + left / pace;
  left -= otherWay;
  return back + left;
}

/** How long a flap lasts, and its traffic stands still; seconds. */
export interface FlapLength {
  readonly standstill: number;
  readonly duration: number;
}

export interface FlapBand {
  /** The step in which the flap begins: mean over the moments at which it may, and 5 % to 95 % of them. */
  readonly stepTimeS: number;
  readonly stepTimeRangeS: readonly [number, number];
  /** Training time lost, in that step and those that the flap reaches into. */
  readonly lostS: number;
  readonly lostRangeS: readonly [number, number];
}

/** Moments at which a flap may begin: in the middle of equal parts of the step. */
const MOMENTS = 200;

/** Of a flap that begins at any moment of the step, each as likely. */
export function flapBand(flapped: FlappedStep, length: FlapLength): FlapBand {
  const { total } = flapped.step.parts;
  const moments = Array.from({ length: MOMENTS }, (_, moment) =>
    struckAt(flapped, length, ((moment + 0.5) / MOMENTS) * total),
  );
  const [steps, lost] = [moments.map(({ step }) => step), moments.map(({ lost: seconds }) => seconds)];
  return {
    stepTimeS: meanOf(steps),
    stepTimeRangeS: rangeOf(steps),
    lostS: meanOf(lost),
    lostRangeS: rangeOf(lost),
  };
}

/** Of one that begins then. */
export function flapMoment(flapped: FlappedStep, length: FlapLength, begins: number): FlapBand {
  const { step, lost } = struckAt(flapped, length, begins);
  return { stepTimeS: step, stepTimeRangeS: [step, step], lostS: lost, lostRangeS: [lost, lost] };
}

/** Steps follow each other until the part is back. */
function struckAt(
  flapped: FlappedStep,
  { standstill, duration }: FlapLength,
  begins: number,
): { readonly step: number; readonly lost: number } {
  const { total } = flapped.step.parts;
  const step = stepUnderFlap(flapped, { from: begins, until: begins + standstill, back: begins + duration });
  let lost = step - total;
  let at = step;
  while (at < begins + duration) {
    const from = begins - at;
    // Where traffic goes another way for long, steps are alike until the part is back.
    const seconds = stepUnderFlap(flapped, { from, until: from + standstill, back: from + duration });
    const isSteady = from + standstill <= 0 && from + duration >= seconds;
    const times = isSteady ? Math.floor((from + duration) / seconds) : 1;
    lost += times * (seconds - total);
    at += times * seconds;
  }
  return { step, lost };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const rangeOf = (values: readonly number[]): readonly [number, number] => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => elementAt(sorted, Math.floor(share * (sorted.length - 1)));
  return [at(0.05), at(0.95)];
};
