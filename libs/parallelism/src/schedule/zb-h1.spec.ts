import fc from 'fast-check';
import { peakActivations } from './check.js';
import { executeSchedule } from './execute.js';
import { ScheduleWorkspace } from './workspace.js';
import { OpKind, type Schedule } from './schedule.js';
import { zb1p, zbH1 } from './zb-h1.js';

interface Costs {
  readonly forward: number;
  readonly backward: number;
  readonly weight: number;
}

function bubbleOf(schedule: Schedule, { forward, backward, weight }: Costs): number {
  const cost = [forward, backward, NaN, weight, NaN];
  const none = new Float64Array(schedule.stages);
  const durations = Float64Array.from(schedule.kind, (kind) => cost[kind]);
  const { makespan } = executeSchedule(
    schedule,
    { durations, forwardTransfer: none, backwardTransfer: none },
    new ScheduleWorkspace(),
  );
  return makespan - schedule.microBatches * (forward + backward + weight);
}

describe('ZB-H1 and ZB1P', () => {
  it('reach the lower bound of any schedule with P activations, for any times', () => {
    const time = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.nat(30),
        time,
        time,
        time,
        (ranks, extra, forward, backward, weight) => {
          const bubble = bubbleOf(zb1p(ranks, ranks + extra), { forward, backward, weight });
          expect(bubble).toBe((ranks - 1) * Math.max(forward, backward, forward + backward - weight));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hold P activations on every rank', () => {
    expect([...peakActivations(zbH1(8, 20))]).toEqual(new Array(8).fill(8));
  });

  it('cannot be beaten: on a small pipe no order of ops within P activations is shorter', () => {
    for (const costs of [
      { forward: 1, backward: 1, weight: 1 },
      { forward: 2, backward: 3, weight: 1 },
      { forward: 1, backward: 2, weight: 3 },
    ]) {
      const work = 4 * (costs.forward + costs.backward + costs.weight);
      expect(bubbleOf(zb1p(2, 4), costs)).toBe(shortestOfAll(4, 2, costs) - work);
    }
  });
});

/**
 * Exhaustive search over two ranks: every interleaving of F, B and W (each in order of micro-batches) on
 * both, with at most `limit` activations.
 */
function shortestOfAll(microBatches: number, limit: number, costs: Costs): number {
  const orders: number[][] = [];
  const extend = (order: number[], f: number, b: number, w: number): void => {
    if (w === microBatches) orders.push(order);
    if (f < microBatches && f - w < limit) extend([...order, OpKind.F], f + 1, b, w);
    if (b < f) extend([...order, OpKind.B], f, b + 1, w);
    if (w < b) extend([...order, OpKind.W], f, b, w + 1);
  };
  extend([], 0, 0, 0);
  let shortest = Infinity;
  for (const first of orders)
    for (const last of orders) shortest = Math.min(shortest, twoRanks(first, last, microBatches, costs));
  return shortest;
}

function twoRanks(
  first: readonly number[],
  last: readonly number[],
  microBatches: number,
  { forward, backward, weight }: Costs,
): number {
  const sent: number[] = [];
  const returned: number[] = [];
  const at = [0, 0];
  const clock: [number, number] = [0, 0];
  let backwards = 0;
  while (at[0] < first.length || at[1] < last.length) {
    const before = at[0] + at[1];
    for (; at[0] < first.length; at[0] += 1) {
      const kind = first[at[0]];
      if (kind === OpKind.B) {
        const gradient = returned[backwards];
        if (gradient === undefined) break;
        backwards += 1;
        clock[0] = Math.max(clock[0], gradient) + backward;
      } else {
        clock[0] += kind === OpKind.F ? forward : weight;
        if (kind === OpKind.F) sent.push(clock[0]);
      }
    }
    for (; at[1] < last.length; at[1] += 1) {
      const kind = last[at[1]];
      if (kind === OpKind.F) {
        const input = sent[last.slice(0, at[1]).filter((other) => other === OpKind.F).length];
        if (input === undefined) break;
        clock[1] = Math.max(clock[1], input) + forward;
      } else {
        clock[1] += kind === OpKind.B ? backward : weight;
        if (kind === OpKind.B) returned.push(clock[1]);
      }
    }
    if (at[0] + at[1] === before) return Infinity;
  }
  return returned.length === microBatches ? Math.max(...clock) : Infinity;
}
