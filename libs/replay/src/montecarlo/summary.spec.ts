/** Sums over replicas against sums by hand, on a table whose every entry is another number. */
import { FAULT_PROFILES, type FaultProfileSpec } from '../faults/index.js';
import { LEDGER_PARTS } from '../job/index.js';
import { METRICS, type ReplicaChunk } from './replicas.js';
import { ledgerShares, metricStatistic, pairedDifference, summarise } from './summary.js';

const { classes, ...rest } = FAULT_PROFILES['llama3-h100']!;
const profile: FaultProfileSpec = { ...rest, classes: classes.slice(0, 3) };
const [REPLICAS, CLASSES, PARTS] = [2, 3, LEDGER_PARTS.length];

/** Entry `index` of a table is `scale x (1 + index)`. */
const table = (length: number, scale: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => scale * (1 + index));
const chunk: ReplicaChunk = {
  from: 0,
  count: REPLICAS,
  classIds: profile.classes.map(({ id }) => id),
  stepSeconds: 20,
  undoneByFindsS: table(REPLICAS, 1),
  metrics: table(REPLICAS * METRICS.length, 0.01),
  ledger: table(REPLICAS * PARTS, 1),
  causeSeconds: table(REPLICAS * CLASSES * PARTS, 1),
  causeInterruptions: table(REPLICAS * CLASSES, 10),
  causeFaults: table(REPLICAS * CLASSES, 100),
};
const summary = summarise(chunk, profile);

describe('replicas summed up', () => {
  it('have the mean of every part of the ledger, and of every metric', () => {
    LEDGER_PARTS.forEach((part, at) => expect(summary.ledger[part]).toBe((1 + at + 1 + at + PARTS) / 2));
    METRICS.forEach((metric, at) =>
      expect(summary.metrics[metric].mean).toBeCloseTo(0.01 * (1 + at + METRICS.length / 2), 12),
    );
    expect(summary.replicas).toBe(REPLICAS);
  });

  it('book to a class what its parts of the ledger add up to, over the wall time of its replica', () => {
    for (const [index, { id }] of profile.classes.entries()) {
      const cause = summary.byCause.find((found) => found.class === id)!;
      const parts = [0, 1].map((replica) =>
        Array.from({ length: PARTS }, (_, part) => 1 + (replica * CLASSES + index) * PARTS + part),
      );
      const costs = parts.map((seconds) => seconds.reduce((sum, one) => sum + one, 0));
      const walls = [0, 1].map((replica) => 0.01 * (1 + replica * METRICS.length));
      expect(cause.costS.mean).toBeCloseTo((costs[0]! + costs[1]!) / 2, 9);
      expect(cause.shareOfWall.mean).toBeCloseTo((costs[0]! / walls[0]! + costs[1]! / walls[1]!) / 2, 6);
      LEDGER_PARTS.forEach((part, at) =>
        expect(cause.ledger[part]).toBe((parts[0]![at]! + parts[1]![at]!) / 2),
      );
      expect(cause.interruptions.mean).toBe(10 * (1 + index + CLASSES / 2));
      expect(cause.faults.mean).toBe(100 * (1 + index + CLASSES / 2));
    }
  });

  it('list the dearest class first, equal ones by name', () => {
    const costs = summary.byCause.map(({ costS }) => costS.mean);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    const free = { ...chunk, causeSeconds: new Float64Array(chunk.causeSeconds.length) };
    const names = summarise(free, profile).byCause.map((cause) => cause.class);
    expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('give the share of parts of the ledger, of all causes and of one class', () => {
    const walls = [0, 1].map((replica) => 0.01 * (1 + replica * METRICS.length));
    const expectShares = (shares: readonly number[], seconds: readonly number[]) =>
      shares.forEach((share, replica) => expect(share).toBeCloseTo(seconds[replica]! / walls[replica]!, 6));
    // Parts 2 and 3 of replica r: 1 + r x parts + their place.
    expectShares(ledgerShares(chunk, ['lostWorkS', 'detectionS']), [3 + 4, 3 + 4 + 2 * PARTS]);
    const place = (replica: number) => 1 + (replica * CLASSES + 1) * PARTS + 2;
    expectShares(ledgerShares(chunk, ['lostWorkS'], classes[1]!.id), [place(0), place(1)]);
    expect(() => ledgerShares(chunk, ['lostWorkS'], 'none')).toThrow('of the profile');
  });

  it('pair replica by replica', () => {
    const other = {
      ...chunk,
      metrics: chunk.metrics.map((value, index) => value - (index < METRICS.length ? 1 : 3)),
    };
    expect(pairedDifference(chunk, other, 'interruptions')).toMatchObject({ mean: 2, min: 1, max: 3 });
    expect(() => pairedDifference(chunk, { ...other, from: 1 }, 'ettr')).toThrow();
  });

  it('pair shares to a difference that is possible, however few replicas there are', () => {
    const set = (ettr: readonly number[]): ReplicaChunk => {
      const metrics = chunk.metrics.slice();
      ettr.forEach((value, replica) => (metrics[replica * METRICS.length + METRICS.indexOf('ettr')] = value));
      return { ...chunk, metrics };
    };
    expect(pairedDifference(set([0.9, 0.5]), set([0.4, 0.8]), 'ettr').ci95).toEqual([-1, 1]);
  });

  it('say that all replicas finished of no more than as many as there are', () => {
    const metrics = chunk.metrics.map((value, index) =>
      index % METRICS.length === METRICS.indexOf('finished') ? 1 : value,
    );
    const { mean, ci95 } = metricStatistic({ ...chunk, metrics }, 'finished');
    expect([mean, ci95[1]]).toEqual([1, 1]);
    expect(ci95[0]).toBeCloseTo(0.3424, 4);
  });

  it('hold intervals within what a metric can be', () => {
    const { ci95 } = metricStatistic(chunk, 'ettr');
    expect(ci95[0]).toBeGreaterThanOrEqual(0);
    expect(ci95[1]).toBeLessThanOrEqual(1);
    expect(metricStatistic(chunk, 'wallS').ci95[0]).toBeGreaterThanOrEqual(0);
  });
});
