/**
 * Prices the suggestions: every job without and with its switch, at both ends where no single number is
 * public,
 * and under a second draw of the routing. Sets are simulated together, never added.
 */
import { type Metric, pairedDifference } from '@railyard/replay';
import { NETWORK_SUGGESTIONS } from './network-suggestions.js';
import { SERVING_SUGGESTIONS } from './serving-suggestions.js';
import { type Changes } from './changes.js';
import { type SuggestedChange, type Suggestion, type SwitchCase, to } from './suggestion.js';
import { FASTER_GEMMS, TRAINING_SUGGESTIONS } from './training-suggestions.js';
import { type Outcome, playWish, replayMetric, WISH_JOBS, wishBand, type WishJobName } from './wish-jobs.js';

export const SUGGESTIONS: readonly Suggestion[] = [
  ...TRAINING_SUGGESTIONS,
  ...NETWORK_SUGGESTIONS,
  ...SERVING_SUGGESTIONS,
].sort((a, b) => (a.id < b.id ? -1 : 1));

export interface PricedChange {
  readonly job: WishJobName;
  /** Keys of the document that differ. */
  readonly switches: readonly string[];
  readonly quantity: string;
  readonly unit: string;
  /** NaN where only the difference is known: replays under the same faults. */
  readonly today: number;
  readonly then: number;
  readonly change: number;
  /**
   * Over the range of the switch, two draws of the routing, and the band of the job itself, of which a change
   * is a share; or 95 % of the replicas.
   */
  readonly band: readonly [low: number, high: number];
  /** Positive is better. */
  readonly gain: number;
  /** Seconds (training) or milliseconds (serving) that resources work less, hidden or not. */
  readonly saved: Readonly<Record<string, number>>;
}

export interface PricedSuggestion {
  readonly suggestion: Suggestion;
  readonly priced: readonly PricedChange[];
}

export interface PricedSet {
  readonly name: string;
  readonly of: readonly string[];
  readonly priced: PricedChange;
  /** What adding the parts up would have said. */
  readonly addedChange: number;
}

export interface WishPrices {
  readonly suggestions: readonly PricedSuggestion[];
  readonly sets: readonly PricedSet[];
}

const SEEDS = [1, 2] as const;

/** Plays each job once. */
class Plays {
  private readonly known = new Map<string, Outcome>();

  outcome(job: WishJobName, changes: Changes, seed: number): Outcome {
    const key = JSON.stringify([job, changes, seed]);
    const known = this.known.get(key) ?? playWish(job, changes, seed);
    this.known.set(key, known);
    return known;
  }
}

export function priceChange(change: SuggestedChange, plays = new Plays()): PricedChange {
  const { job, cases } = change;
  const { quantity, unit, less } = WISH_JOBS[job];
  const usual = cases.length === 1 ? cases[0] : cases[1];
  const pair = ({ today, then }: SwitchCase, seed: number) =>
    [plays.outcome(job, today, seed), plays.outcome(job, then, seed)] as const;
  const [today, then] = pair(usual, SEEDS[0]);
  const metric = replayMetric(job);
  const played = cases.map((one) => differenceOf(metric, ...pair(one, SEEDS[0])));
  const drawn = today.replicas === undefined ? [differenceOf(metric, ...pair(usual, SEEDS[1]))] : [];
  const sides = wishBand(job);
  const ends = [...played, ...drawn].flatMap(({ ends: both }) =>
    both.flatMap((end) => sides.map((side) => end * side)),
  );
  const { mean } = differenceOf(metric, today, then);
  return {
    job,
    switches: Object.keys({ ...usual.today, ...usual.then }).filter(
      (key) => usual.today[key] !== usual.then[key],
    ),
    quantity,
    unit,
    today: today.value,
    then: then.value,
    change: mean,
    band: [Math.min(...ends), Math.max(...ends)],
    gain: less === 'better' ? -mean : mean,
    saved: savedOf(today, then),
  };
}

const PERCENT = 100;

function differenceOf(
  metric: Metric,
  today: Outcome,
  then: Outcome,
): { readonly mean: number; readonly ends: readonly number[] } {
  if (today.replicas === undefined || then.replicas === undefined)
    return { mean: then.value - today.value, ends: [then.value - today.value] };
  const { mean, ci95 } = pairedDifference(then.replicas, today.replicas, metric);
  return { mean: PERCENT * mean, ends: ci95.map((end) => PERCENT * end) };
}

function savedOf(today: Outcome, then: Outcome): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(today.resources).map(([name, seconds]) => [name, seconds - (then.resources[name] ?? 0)]),
  );
}

const memory = { 'cluster.device.memoryBandwidthGBps': 8000 };

/** Sets of one machine each; no two of a set are one knob. */
const SETS: readonly {
  readonly name: string;
  readonly job: WishJobName;
  readonly parts: Readonly<Record<string, Changes>>;
}[] = [
  {
    name: 'arithmetic, codec and co-processor',
    job: 'training',
    parts: {
      S01: FASTER_GEMMS.usual,
      S03: { 'workload.communication.combinePrecision': 'logfmt10', 'workload.communication.codecShare': 0 },
      S06: { 'workload.communication.coprocessor': true },
    },
  },
  {
    name: 'memory and codec',
    job: 'decode, 8 sequences',
    parts: {
      S03: { 'communication.combinePrecision': 'logfmt10', 'communication.codecShare': 0 },
      S33: memory,
    },
  },
];

export function priceWishes(
  onProgress: (phase: string, share: number) => void = () => undefined,
): WishPrices {
  const plays = new Plays();
  const suggestions = SUGGESTIONS.map((suggestion, i) => {
    onProgress(suggestion.id, i / (SUGGESTIONS.length + SETS.length));
    return { suggestion, priced: suggestion.changes.map((change) => priceChange(change, plays)) };
  });
  const sets = SETS.map(({ name, job, parts }): PricedSet => {
    const alone = Object.values(parts).map((part) => priceChange({ job, cases: [to(part)] }, plays));
    const together = Object.assign({}, ...Object.values(parts)) as Changes;
    return {
      name,
      of: Object.keys(parts),
      priced: priceChange({ job, cases: [to(together)] }, plays),
      addedChange: alone.reduce((sum, { change }) => sum + change, 0),
    };
  });
  return { suggestions, sets };
}
