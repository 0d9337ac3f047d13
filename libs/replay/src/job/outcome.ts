/** What one replica of a job came to. */
import { LEDGER_PARTS, PART } from './ledger.js';

export interface JobOutcome {
  wallS: number;
  /** False when the wall-time limit ended a job that had work left. */
  finished: boolean;
  /** Faults that hit the job and stopped it, those during a restart too. */
  interruptions: number;
  /** Planned stops and drains of slow nodes. */
  plannedStops: number;
  /** Corruptions that struck, that a rollback undid, and that were not found. */
  corruptions: number;
  rollbacks: number;
  undetectedCorruptions: number;
  /** Steps computed between a corruption and its discovery (or the end), and those of them that stand. */
  poisonedSteps: number;
  poisonedStepsKept: number;
  /** Corrupted work that was undone because its cause was found. */
  undoneByFindsS: number;
  drains: number;
  /** Seconds in each part of the ledger. */
  readonly ledger: Float64Array;
  /** Seconds in each part by class: class x part. */
  readonly causeSeconds: Float64Array;
  /** Faults that stopped the job, by class. */
  readonly causeInterruptions: Float64Array;
  /** Faults that struck the job's part of the machine, by class. */
  readonly causeFaults: Float64Array;
}

export function emptyOutcome(classes: number): JobOutcome {
  return {
    wallS: 0,
    finished: false,
    interruptions: 0,
    plannedStops: 0,
    corruptions: 0,
    rollbacks: 0,
    undetectedCorruptions: 0,
    poisonedSteps: 0,
    poisonedStepsKept: 0,
    undoneByFindsS: 0,
    drains: 0,
    ledger: new Float64Array(LEDGER_PARTS.length),
    causeSeconds: new Float64Array(classes * LEDGER_PARTS.length),
    causeInterruptions: new Float64Array(classes),
    causeFaults: new Float64Array(classes),
  };
}

export function clearOutcome(outcome: JobOutcome): void {
  outcome.wallS = 0;
  outcome.finished = false;
  outcome.interruptions = 0;
  outcome.plannedStops = 0;
  outcome.corruptions = 0;
  outcome.rollbacks = 0;
  outcome.undetectedCorruptions = 0;
  outcome.poisonedSteps = 0;
  outcome.poisonedStepsKept = 0;
  outcome.undoneByFindsS = 0;
  outcome.drains = 0;
  outcome.ledger.fill(0);
  outcome.causeSeconds.fill(0);
  outcome.causeInterruptions.fill(0);
  outcome.causeFaults.fill(0);
}

/**
 * Share of wall time that was productive work at the undisturbed speed and stands (F16: tau / (tau + w)
 * without faults).
 */
export const ettrOf = ({ ledger, wallS }: JobOutcome): number => ledger[PART.productiveS] / wallS;

/** ETTR without the work that was computed on a corrupted state and stands. */
export const goodputOf = (outcome: JobOutcome, stepSeconds: number): number =>
  (outcome.ledger[PART.productiveS] - outcome.poisonedStepsKept * stepSeconds) / outcome.wallS;

/**
 * Share of wall time in which training ran and its work stands, however slowly: what operators call effective
 * training time.
 */
export const effectiveTimeOf = ({ ledger, wallS }: JobOutcome): number =>
  (ledger[PART.productiveS] + ledger[PART.degradedS] + ledger[PART.checksS]) / wallS;
