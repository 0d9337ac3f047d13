import { RandomStream } from '@railyard/base';
import * as fc from 'fast-check';
import { type ComponentRun } from './component-run.js';
import { type CapacityChanges, type FlowSet, FlowSetBuilder, NO_CHANGES } from './flow-set.js';
import { simulateFlows } from './simulate-flows.js';

interface Drawn {
  readonly set: FlowSet;
  readonly changes: CapacityChanges;
}

/**
 * Graphs large enough that the order of levels changes all the time: few hops a link or many, whole flows or
 * shares, all at once or one after another.
 */
function drawn(seed: number): Drawn {
  const draw = new RandomStream(seed, 'fair-share/spec');
  const links = 6 + draw.integer(30);
  const flows = Math.round(links * (2 + (draw.uniform() < 0.2 ? 28 : 10) * draw.uniform()));
  const longest = 1 + draw.integer(4);
  const whole = draw.uniform() < 0.5;
  const ties = draw.uniform() < 0.3;
  const capped = draw.uniform() < 0.4 ? 0.1 : 0;
  const starts = draw.uniform() < 0.3 ? 3 : 1;
  const builder = new FlowSetBuilder(
    Float64Array.from({ length: links }, () => (ties ? 1 + draw.integer(3) : 1 + 3 * draw.uniform())),
  );
  for (let flow = 0; flow < flows; flow += 1) {
    const chosen = new Set<number>();
    for (let hop = draw.integer(longest); hop >= 0; hop -= 1) chosen.add(draw.integer(links));
    for (const link of chosen)
      builder.hop(link, whole || draw.uniform() < 0.6 ? 1 : 1 / (1 + draw.integer(4)));
    builder.add(ties ? 1 + draw.integer(3) : 1 + draw.uniform(), {
      start: draw.integer(starts),
      rateCap: draw.uniform() >= capped ? Infinity : 0.02 * (1 + draw.integer(9)),
    });
  }
  const changes =
    draw.uniform() < 0.7
      ? NO_CHANGES
      : {
          time: Float64Array.of(1, 2, 4),
          link: Int32Array.from({ length: 3 }, () => draw.integer(links)),
          capacity: Float64Array.from({ length: 3 }, () => 4 * draw.uniform()),
        };
  return { set: builder.build(), changes };
}

/** Everybody to everybody over a link out and a link in each: nearly every link concerns every other. */
function allToAll(seed: number): FlowSet {
  const draw = new RandomStream(seed, 'fair-share/all-to-all');
  const hosts = 27 + draw.integer(6);
  const builder = new FlowSetBuilder(
    Float64Array.from({ length: 2 * hosts }, () => (draw.uniform() < 0.5 ? 1 : 0.5 + draw.uniform())),
  );
  for (let from = 0; from < hosts; from += 1) {
    for (let to = 0; to < hosts; to += 1)
      if (from !== to)
        builder
          .hop(from)
          .hop(hosts + to)
          .add(0.8 + 0.4 * draw.uniform());
  }
  return builder.build();
}

/**
 * What makes rates max-min fair: no link over its capacity, and for each variable a full link on which none
 * has more.
 */
function unfairness({ share }: ComponentRun): string[] {
  const { on } = share;
  const load = new Float64Array(on.links);
  const most = new Float64Array(on.links);
  const hops = function* (v: number): Generator<number> {
    for (let hop = on.varStart[v]; hop < on.varStart[v + 1]; hop += 1) yield hop;
  };
  const alive = Array.from({ length: on.variables }, (_, v) => v).filter((v) => on.weight[v] > 0);
  for (const v of alive) {
    for (const hop of hops(v)) {
      const link = on.hopLink[hop];
      load[link] += share.rateOf(v) * on.weight[v] * on.hopShare[hop];
      most[link] = Math.max(most[link], share.rateOf(v));
    }
  }
  const wrong: string[] = [];
  for (let link = 0; link < on.links; link += 1)
    if (load[link] > on.capacity[link] * (1 + 1e-10))
      wrong.push(`link ${link} carries ${load[link]} of ${on.capacity[link]}`);
  for (const v of alive) {
    const bound = [...hops(v)]
      .map((hop) => on.hopLink[hop])
      .some(
        (link) =>
          load[link] >= on.capacity[link] * (1 - 1e-10) && share.rateOf(v) >= most[link] * (1 - 1e-10),
      );
    if (!bound) wrong.push(`variable ${v} could have more than ${share.rateOf(v)}`);
  }
  return wrong;
}

const close = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

describe('FairShare', () => {
  it('is max-min fair after every event, and the ends are those of the whole solver', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const { set, changes } = drawn(seed);
        const { finish } = simulateFlows(set, {
          changes,
          observe: (_from, _to, run) => expect(unfairness(run)).toEqual([]),
        });
        const whole = simulateFlows(set, { changes });
        finish.forEach((end, flow) =>
          expect({ flow, close: close(end, whole.finish[flow]) }).toEqual({ flow, close: true }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is so where every link concerns every other, also when all capacities change at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const set = allToAll(seed);
        const links = set.capacity.length;
        const middle = simulateFlows(set).makespan / 2;
        // What was the narrowest becomes the widest, so that the order of levels turns round.
        const changes = {
          time: new Float64Array(links).fill(middle),
          link: Int32Array.from({ length: links }, (_, link) => link),
          capacity: set.capacity.map((rate) => 2 - rate),
        };
        simulateFlows(set, { changes, observe: (_from, _to, run) => expect(unfairness(run)).toEqual([]) });
      }),
      { numRuns: 8 },
    );
  });
});
