import { RandomStream } from '@railyard/base';
import * as fc from 'fast-check';
import { type ComponentRun } from './component-run.js';
import { FairShare } from './fair-share.js';
import { type CapacityChanges, type FlowSet, FlowSetBuilder, NO_CHANGES } from './flow-set.js';
import { UNASSIGNED } from './shared-links.js';
import { simulateFlows } from './simulate-flows.js';

interface Drawn {
  readonly set: FlowSet;
  readonly changes: CapacityChanges;
}

/**
 * Graphs large enough that the order of fair shares changes all the time: few hops a link or many, whole
 * flows or shares, all at once or one after another.
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

/**
 * All-to-all over a link out and a link in for each host: nearly every link shares a flow with every other.
 */
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

interface Problem {
  readonly capacity: number[];
  readonly paths: readonly (readonly number[])[];
  readonly members: number[];
}

function drawnProblem(draw: RandomStream): Problem {
  const links = 4 + draw.integer(12);
  const paths = Array.from({ length: 3 * links }, () => {
    const path = new Set<number>();
    for (let hop = draw.integer(4); hop >= 0; hop -= 1) path.add(draw.integer(links));
    return [...path];
  });
  return {
    capacity: Array.from({ length: links }, () => 0.5 + 3 * draw.uniform()),
    paths,
    members: paths.map(() => 0),
  };
}

/** A solver with the paths and capacities of a problem; nothing has started. */
function loaded({ capacity, paths }: Problem): FairShare {
  const hops = paths.reduce((sum, path) => sum + path.length, 0);
  const solver = new FairShare({ variables: paths.length, links: capacity.length, hops });
  solver.on.capacity.set(capacity);
  let hop = 0;
  paths.forEach((path, v) => {
    for (const link of path) {
      solver.on.hopLink[hop] = link;
      solver.on.hopShare[hop++] = 1 / (1 + (link % 3));
    }
    solver.on.varStart[v + 1] = hop;
  });
  solver.index(paths.length, capacity.length);
  return solver;
}

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
      { numRuns: 80 },
    );
  });

  it('is so where every link shares flows with every other, also when all capacities change at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const set = allToAll(seed);
        const links = set.capacity.length;
        const middle = simulateFlows(set).makespan / 2;
        // What was the narrowest becomes the widest, so that the order of fair shares is reversed.
        const changes = {
          time: new Float64Array(links).fill(middle),
          link: Int32Array.from({ length: links }, (_, link) => link),
          capacity: set.capacity.map((rate) => 2 - rate),
        };
        simulateFlows(set, { changes, observe: (_from, _to, run) => expect(unfairness(run)).toEqual([]) });
      }),
      { numRuns: 4 },
    );
  });

  it('gives after every change what filling from scratch gives, and tells what has changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const draw = new RandomStream(seed, 'fair-share/updates');
        const problem = drawnProblem(draw);
        const solver = loaded(problem);
        problem.paths.forEach((_, v) => {
          problem.members[v] = 1 + draw.integer(3);
          solver.start(v, problem.members[v]);
        });
        let share = [...solver.fairShare];
        let bottleneck = [...solver.on.bottleneck];
        for (let step = 0; step < 12; step += 1) {
          expect(solver.solve()).toBe(true);
          expect(solver.solve()).toBe(false);
          expect(solver.changedCount + solver.reassignedCount).toBe(0);
          for (let change = draw.integer(3); change >= 0; change -= 1) {
            const v = draw.integer(problem.paths.length);
            if (problem.members[v] > 0 && draw.uniform() < 0.8) {
              const ended = 1 + draw.integer(problem.members[v]);
              problem.members[v] -= ended;
              solver.end(v, ended);
            } else {
              const link = draw.integer(problem.capacity.length);
              problem.capacity[link] = 4 * draw.uniform();
              solver.setCapacity(link, problem.capacity[link]);
            }
          }
          share = [...solver.fairShare];
          bottleneck = [...solver.on.bottleneck];
          if (!solver.solve()) continue;
          const fresh = loaded(problem);
          problem.members.forEach((members, v) => members > 0 && fresh.start(v, members));
          fresh.solve();
          problem.members.forEach((members, v) => {
            if (members > 0) expect(close(solver.rateOf(v), fresh.rateOf(v)) || solver.rateOf(v)).toBe(true);
          });
          if (problem.members.some((members) => members > 0))
            expect(close(solver.lowestFairShare(), fresh.lowestFairShare())).toBe(true);
          const changed = new Map<number, number>();
          for (let i = 0; i < solver.changedCount; i += 1)
            changed.set(solver.changed[i], solver.oldFairShare[solver.changed[i]]);
          share.forEach((before, link) => {
            if (solver.fairShare[link] !== before) expect(changed.get(link)).toBe(before);
          });
          changed.forEach((before, link) => expect(before).toBe(share[link]));
          const reassigned = new Map<number, number>();
          for (let i = 0; i < solver.reassignedCount; i += 1)
            reassigned.set(solver.reassigned[i], solver.oldBottleneck[solver.reassigned[i]]);
          bottleneck.forEach((before, v) => {
            if (problem.members[v] > 0 && solver.on.bottleneck[v] !== before)
              expect(reassigned.get(v)).toBe(before);
          });
          reassigned.forEach((before, v) => expect(before).toBe(bottleneck[v]));
          // The next round changes something for certain.
          problem.capacity[0] += 1;
          solver.setCapacity(0, problem.capacity[0]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing to solve when a capacity is set to what it is', () => {
    const solver = loaded({ capacity: [2], paths: [[0]], members: [1] });
    solver.start(0, 1);
    expect([solver.solve(), solver.rateOf(0), solver.on.bottleneck[0]]).toEqual([true, 2, 0]);
    solver.setCapacity(0, 2);
    expect(solver.solve()).toBe(false);
    expect(solver.reassignedCount).toBe(0);
  });

  it('gives the first bottlenecks as reassigned from none', () => {
    const solver = loaded({ capacity: [2, 1], paths: [[0, 1], [0]], members: [1, 1] });
    solver.start(0, 1);
    solver.start(1, 1);
    solver.solve();
    expect([...solver.reassigned.subarray(0, solver.reassignedCount)]).toEqual([0, 1]);
    expect([...solver.oldBottleneck.subarray(0, 2)]).toEqual([UNASSIGNED, UNASSIGNED]);
    expect([...solver.fairShare]).toEqual([1, Infinity]);
  });
});
