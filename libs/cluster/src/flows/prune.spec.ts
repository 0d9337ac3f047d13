import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { type CapacityChanges, type FlowSet, FlowSetBuilder, NO_CHANGES } from './flow-set.js';
import { bindingLinks, hopsByLink } from './prune.js';

const kept = (set: FlowSet, changes: CapacityChanges = NO_CHANGES) => [
  ...bindingLinks(set, hopsByLink(set), changes),
];

function flows(capacity: readonly number[], ...paths: readonly (readonly (number | [number, number])[])[]) {
  const builder = new FlowSetBuilder(Float64Array.from(capacity));
  for (const path of paths) {
    for (const hop of path) {
      if (typeof hop === 'number') builder.hop(hop);
      else builder.hop(...hop);
    }
    builder.add(1);
  }
  return builder.build();
}

const change = (link: number, capacity: number): CapacityChanges => ({
  time: Float64Array.of(1),
  link: Int32Array.of(link),
  capacity: Float64Array.of(capacity),
});

describe('bindingLinks', () => {
  it('drops a link that carries nothing', () => {
    expect(kept(flows([1, 1], [0]))).toEqual([1, 0]);
  });

  it('drops an uplink that its senders cannot fill, and keeps one that they can', () => {
    expect(kept(flows([1, 1, 2], [0, 2], [1, 2]))).toEqual([1, 1, 0]);
    expect(kept(flows([1, 1, 1.9], [0, 2], [1, 2]))).toEqual([1, 1, 1]);
  });

  it('drops a downlink that its receivers cannot fill', () => {
    expect(kept(flows([2, 1, 1], [0, 1], [0, 2]))).toEqual([0, 1, 1]);
  });

  it('counts a sender once, and with the largest part of it that crosses', () => {
    expect(kept(flows([1, 1], [0, 1], [0, 1]))).toContain(0);
    expect(kept(flows([1, 1, 9], [0, [2, 0.5]], [0, [2, 1]], [1, 2]))).toEqual([1, 1, 0]);
    // Half of each flow of two senders: one link of rate 1 is enough, of rate .9 it is not.
    expect(kept(flows([1, 1, 1], [0, [2, 0.5]], [1, [2, 0.5]]))).toEqual([1, 1, 0]);
    expect(kept(flows([1, 1, 0.9], [0, [2, 0.5]], [1, [2, 0.5]]))).toEqual([1, 1, 1]);
  });

  it('reckons with the least that a changing link has, and the most that its senders have', () => {
    const set = flows([1, 1, 2], [0, 2], [1, 2]);
    expect(kept(set, change(2, 1.5))).toEqual([1, 1, 1]);
    expect(kept(set, change(2, 3))).toEqual([1, 1, 0]);
    expect(kept(set, change(0, 1.5))).toEqual([1, 1, 1]);
    expect(kept(set, change(0, 0.5))).toEqual([1, 1, 0]);
  });

  it('drops links inside the network before those at its ends', () => {
    // A chain of equal links: what stays is at an end, where rates are read.
    expect(kept(flows([1, 1, 1], [0, 1, 2]))).toEqual([0, 0, 1]);
    expect(kept(flows([1, 1, 1], [2, 1, 0]))).toEqual([0, 0, 1]);
    expect(kept(flows([1, 1, 1], [0, 2, 1]))).toEqual([0, 1, 0]);
    // Two trunks in series under a tighter end: the trunks leave, the ends stay.
    expect(kept(flows([2, 2, 2, 1, 1], [0, 1, 2, 3], [0, 1, 2, 4]))).toEqual([0, 0, 0, 1, 1]);
  });

  it('leaves a set of links that implies all others: what they admit overloads none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const draw = new RandomStream(seed, 'prune/spec');
        const links = 2 + draw.integer(6);
        const capacity = Array.from({ length: links }, () => 1 + draw.integer(3));
        const paths = Array.from({ length: 1 + draw.integer(6) }, () => {
          const path = new Set<number>();
          for (let hop = draw.integer(Math.min(4, links)); hop >= 0; hop -= 1) path.add(draw.integer(links));
          return [...path].map((link): [number, number] => [link, draw.uniform() < 0.7 ? 1 : 0.5]);
        });
        const binding = kept(flows(capacity, ...paths));
        // Rates at random, scaled up as far as the binding links admit.
        for (let trial = 0; trial < 20; trial += 1) {
          const rate = paths.map(() => (draw.uniform() < 0.4 ? 0 : draw.uniform()));
          const load = capacity.map((_, link) =>
            paths.reduce(
              (sum, path, flow) =>
                sum + rate[flow] * path.reduce((part, [own, share]) => part + (own === link ? share : 0), 0),
              0,
            ),
          );
          const scale = Math.min(
            ...load.map((own, link) => (binding[link] && own > 0 ? capacity[link] / own : Infinity)),
          );
          if (scale === Infinity) continue;
          load.forEach((own, link) => expect(own * scale).toBeLessThanOrEqual(capacity[link] * (1 + 1e-9)));
        }
      }),
      { numRuns: 200 },
    );
  });
});
