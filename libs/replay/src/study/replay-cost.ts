/**
 * What playing a section takes, before it is played: faults that are drawn, and entries of the table of
 * causes. Bounds time and memory of a run.
 */
import { type IssueList, assertUnreachable, exp, logGamma, pow } from '@railyard/base';
import {
  type FaultClassSpec,
  type FleetShape,
  classRatePerS,
  machineNodes,
  population,
} from '../faults/index.js';
import { limitsOf } from '../job/index.js';
import { type ReplaySpec } from './replay-spec.js';

/** Fault events of one document: a few minutes of one core. */
export const MOST_EVENTS = 200_000_000;
/** Replicas x classes of one document: a few hundred megabytes. */
export const MOST_ENTRIES = 2_000_000;

/** Replicas that a point of the curve and of the sensitivity is played with: paired points need few. */
export const STUDY_REPLICAS = 32;

/**
 * Points of the interval curve and a base of the sensitivity; factors that are not rates; each at half and at
 * double.
 */
const CURVE_POINTS = 13;
const OTHER_FACTORS = 12;
/** The sensitivity doubles each rate. */
const DOUBLED = 2;

export interface ReplayCost {
  /** Faults drawn for one replica, at most on average. */
  readonly eventsPerReplica: number;
  /** Replicas played, those of the interval curve and the sensitivity among them. */
  readonly plays: number;
  readonly events: number;
  /** Replicas x classes. */
  readonly entries: number;
}

/** @param fleet the machine of the job, spares included */
export function replayCost(
  { faults, recovery, horizon, replicas, rateMultiple }: ReplaySpec,
  fleet: FleetShape,
): ReplayCost {
  const { wallS } = limitsOf(horizon, recovery);
  const lemons = faults.lemons === undefined ? 0 : faults.lemons.nodeFraction * machineNodes(fleet);
  const eventsPerReplica = faults.classes.reduce(
    (sum, spec) => sum + 1 + eventsOf(spec, fleet, wallS, rateMultiple),
    1 + lemons,
  );
  const plays = replicas + studyPlays(Math.min(STUDY_REPLICAS, replicas), faults.classes.length);
  return {
    eventsPerReplica,
    plays,
    events: plays * eventsPerReplica,
    entries: replicas * faults.classes.length,
  };
}

const studyPlays = (replicas: number, classes: number): number =>
  replicas * (2 * (classes + OTHER_FACTORS) + CURVE_POINTS);

/** Faults of a class that are drawn until `wallS`, those that a lower rate drops among them. */
function eventsOf(spec: FaultClassSpec, fleet: FleetShape, wallS: number, rateMultiple: number): number {
  const { arrivals } = spec;
  const members = population(fleet, spec.component);
  const mean = classRatePerS(spec, fleet) * wallS;
  const multiple = rateMultiple * DOUBLED;
  switch (arrivals.kind) {
    case 'exponential':
    case 'periodic':
    case 'negative-binomial':
      return mean * layersOf(multiple);
    case 'markov-modulated':
      return mean * multiple + (2 * wallS) / (arrivals.meanQuietS + arrivals.meanBurstS);
    case 'weibull':
      return mean === 0 ? 0 : members * weibullRenewals((mean * multiple) / members, arrivals.shape);
    case 'initial':
      return members * Math.min(1, arrivals.fraction * multiple);
    default:
      return assertUnreachable(arrivals);
  }
}

/** Layers of a class double its faults until the multiple is reached; the last is thinned (DrawnTrace). */
function layersOf(multiple: number): number {
  let drawn = 1;
  while (drawn < multiple) drawn *= 2;
  return drawn;
}

/**
 * Failures that a component has at most on average within `lifetimes` of its mean: the smaller of two bounds
 * (first gap that outlasts the time; Lorden 1970).
 */
function weibullRenewals(lifetimes: number, shape: number): number {
  const gamma = exp(logGamma(1 + 1 / shape));
  const hazard = pow(lifetimes * gamma, shape);
  const lorden = lifetimes + exp(logGamma(1 + 2 / shape)) / (gamma * gamma);
  return hazard > 50 ? lorden : Math.min(lorden, exp(hazard) - 1);
}

/** Adds an issue where a section is more than one run may take. */
export function checkReplayCost(spec: ReplaySpec, fleet: FleetShape, issues: IssueList): void {
  const { eventsPerReplica, plays, events, entries } = replayCost(spec, fleet);
  const { length: classes } = spec.faults.classes;
  issues
    .at('replicas')
    .require(
      entries <= MOST_ENTRIES,
      'too-large',
      `replicas x classes must be at most ${MOST_ENTRIES} (got ${spec.replicas} x ${classes}).`,
      `Use at most ${Math.floor(MOST_ENTRIES / Math.max(1, classes))} replicas.`,
    );
  const most = Math.floor(MOST_EVENTS / eventsPerReplica - studyPlays(STUDY_REPLICAS, classes));
  issues
    .at('replicas')
    .require(
      events <= MOST_EVENTS,
      'too-large',
      `The faults of all plays must be at most ${MOST_EVENTS.toPrecision(1)} (got ${plays} plays, those of ` +
        `the sensitivity too, of about ${eventsPerReplica.toPrecision(2)} faults).`,
      most >= STUDY_REPLICAS
        ? `Use at most ${most} replicas with these faults and this horizon.`
        : 'Set lower rates, a lower rateMultiple or fewer days.',
    );
}
