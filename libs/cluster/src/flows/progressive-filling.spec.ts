import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { ProgressiveFilling } from './progressive-filling.js';
import { SharedLinks } from './shared-links.js';

interface Problem {
  readonly capacity: readonly number[];
  readonly paths: readonly (readonly number[])[];
  readonly shares?: readonly (readonly number[])[];
  readonly members: readonly number[];
}

function filled({ capacity, paths, shares, members }: Problem) {
  const hops = paths.reduce((sum, path) => sum + path.length, 0);
  const on = new SharedLinks({ variables: paths.length, links: capacity.length, hops });
  on.capacity.set(capacity);
  let hop = 0;
  paths.forEach((path, v) => {
    path.forEach((link, i) => {
      on.hopLink[hop] = link;
      on.hopShare[hop++] = shares?.[v][i] ?? 1;
    });
    on.varStart[v + 1] = hop;
  });
  on.index(paths.length, capacity.length);
  const filling = new ProgressiveFilling(on);
  filling.partitionLinks();
  members.forEach((count, v) => count > 0 && on.start(v, count));
  const fairShare = new Float64Array(capacity.length);
  filling.fill(fairShare);
  return { on, filling, fairShare: [...fairShare] };
}

/** Water filling one link at a time: the link of the lowest fair share freezes all that cross it. */
function naive({ capacity, paths, shares, members }: Problem): number[] {
  const left = [...capacity];
  const rate = paths.map((_, v) => (members[v] > 0 ? NaN : 0));
  const demandOf = (v: number, link: number) =>
    paths[v].reduce((sum, own, i) => sum + (own === link ? members[v] * (shares?.[v][i] ?? 1) : 0), 0);
  for (;;) {
    const open = rate.flatMap((r, v) => (Number.isNaN(r) ? [v] : []));
    if (open.length === 0) return rate;
    const share = left.map((rest, link) => {
      const demand = open.reduce((sum, v) => sum + demandOf(v, link), 0);
      return demand > 0 ? Math.max(0, rest) / demand : Infinity;
    });
    const lowest = share.indexOf(Math.min(...share));
    for (const v of open.filter((own) => paths[own].includes(lowest))) {
      rate[v] = share[lowest];
      paths[v].forEach((link) => (left[link] -= rate[v] * demandOf(v, link)));
    }
  }
}

function drawn(seed: number): Problem {
  const draw = new RandomStream(seed, 'progressive-filling/spec');
  const links = 1 + draw.integer(40);
  const ties = draw.uniform() < 0.3;
  const variables = 1 + draw.integer(40);
  const paths = Array.from({ length: variables }, () => {
    const path = new Set<number>();
    for (let hop = draw.integer(Math.min(4, links)); hop >= 0; hop -= 1) path.add(draw.integer(links));
    return [...path];
  });
  return {
    capacity: Array.from({ length: links }, () =>
      draw.uniform() < 0.05 ? 0 : ties ? 1 + draw.integer(3) : 0.5 + draw.uniform(),
    ),
    paths,
    shares: paths.map((path) => path.map(() => (draw.uniform() < 0.7 ? 1 : 1 / (1 + draw.integer(4))))),
    members: paths.map(() => draw.integer(4)),
  };
}

describe('ProgressiveFilling', () => {
  it('gives the rates of water filling one link at a time, and each variable the link that decided', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const problem = drawn(seed);
        const { on, filling, fairShare } = filled(problem);
        naive(problem).forEach((rate, v) => {
          if (problem.members[v] === 0) return;
          expect(problem.paths[v]).toContain(on.bottleneck[v]);
          expect(fairShare[on.bottleneck[v]]).toBeCloseTo(rate, 9);
        });
        const bottlenecks = new Set(
          problem.paths.flatMap((_, v) => (problem.members[v] > 0 ? [on.bottleneck[v]] : [])),
        );
        expect(new Set(filling.filled.subarray(0, filling.filledCount))).toEqual(bottlenecks);
        fairShare.forEach((share, link) => expect(share < Infinity).toBe(bottlenecks.has(link)));
      }),
      { numRuns: 300 },
    );
  });

  it('solves the example of two hosts and a trunk by hand', () => {
    // Links 10, 4 and 10; one flow over all, two over the trunk alone, one over the last link alone.
    const { on, fairShare } = filled({
      capacity: [10, 4, 10],
      paths: [[0, 1, 2], [1], [2]],
      members: [1, 2, 1],
    });
    expect([...on.bottleneck]).toEqual([1, 1, 2]);
    expect(fairShare).toEqual([Infinity, 4 / 3, 10 - 4 / 3]);
  });

  it('fills a link that is down first, at 0', () => {
    const { on, fairShare } = filled({ capacity: [0, 3], paths: [[0, 1], [1]], members: [2, 1] });
    expect([...on.bottleneck]).toEqual([0, 1]);
    expect(fairShare).toEqual([0, 3]);
  });

  it('keeps links of one path in different sets, more than there are bits for', () => {
    const path = Array.from({ length: 40 }, (_, link) => link);
    const { on, fairShare } = filled({
      capacity: path.map((link) => 1 + link),
      paths: [path, [39]],
      members: [1, 1],
    });
    expect(on.bottleneck[0]).toBe(0);
    expect(fairShare[39]).toBe(39);
  });

  it('lists bottlenecks before the other links of their variables', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const problem = drawn(seed);
        const { on, filling } = filled(problem);
        const place = new Map(
          [...filling.filled.subarray(0, filling.filledCount)].map((link, i) => [link, i]),
        );
        problem.paths.forEach((path, v) => {
          if (problem.members[v] === 0) return;
          const own = place.get(on.bottleneck[v]) ?? NaN;
          for (const link of path) expect(place.get(link) ?? Infinity).toBeGreaterThanOrEqual(own);
        });
      }),
      { numRuns: 100 },
    );
  });
});
