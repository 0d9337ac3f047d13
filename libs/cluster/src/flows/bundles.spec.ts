import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { bundleFlows } from './bundles.js';
import { type FlowSet, FlowSetBuilder } from './flow-set.js';

/** Few links, starts and caps, so that equal flows are common. */
function drawn(seed: number): { set: FlowSet; layer: Uint8Array } {
  const draw = new RandomStream(seed, 'bundles/spec');
  const links = 1 + draw.integer(4);
  const builder = new FlowSetBuilder(new Float64Array(links).fill(1));
  for (let flow = 1 + draw.integer(60); flow > 0; flow -= 1) {
    const path = new Set<number>();
    for (let hop = draw.integer(Math.min(3, links)); hop >= 0; hop -= 1) path.add(draw.integer(links));
    for (const link of path) builder.hop(link, draw.uniform() < 0.8 ? 1 : 0.5);
    builder.add(draw.integer(5), {
      start: draw.uniform() < 0.8 ? 0 : draw.integer(3),
      rateCap: draw.uniform() < 0.8 ? Infinity : 1 + draw.integer(2),
      trafficClass: draw.integer(2),
    });
  }
  return { set: builder.build(), layer: Uint8Array.from({ length: links }, () => draw.integer(3)) };
}

/** What decides the rate of a flow: its hops of its highest layer, start, cap and, if asked, class. */
function keyOf(set: FlowSet, layer: Uint8Array, byClass: boolean, flow: number): string {
  const hops = [];
  for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
    hops.push({ link: set.pathLink[hop], share: set.pathShare[hop] });
  const own = Math.max(1, ...hops.map(({ link }) => layer[link]));
  const kept = hops.filter(({ link }) => layer[link] === own);
  return JSON.stringify([
    kept,
    kept.length === 0 ? 1 : own,
    set.startTime[flow],
    String(set.rateCap[flow]),
    byClass ? set.trafficClass[flow] : 0,
  ]);
}

describe('bundleFlows', () => {
  it('puts exactly the flows together that nothing tells apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.boolean(), (seed, byClass) => {
        const { set, layer } = drawn(seed);
        const bundles = bundleFlows(set, layer, byClass);
        const groups = new Map<string, number[]>();
        for (let flow = 0; flow < set.bytes.length; flow += 1) {
          const key = keyOf(set, layer, byClass, flow);
          groups.set(key, [...(groups.get(key) ?? []), flow]);
        }
        expect(bundles.count).toBe(groups.size);
        // Numbered by first appearance, members by ascending bytes, equal ones by number.
        [...groups.values()].forEach((flows, v) => {
          const members = [...bundles.member.subarray(bundles.memberStart[v], bundles.memberStart[v + 1])];
          expect(members).toEqual([...flows].sort((a, b) => set.bytes[a] - set.bytes[b] || a - b));
          expect(bundles.startTime[v]).toBe(set.startTime[flows[0]]);
          expect(bundles.rateCap[v]).toBe(set.rateCap[flows[0]]);
          expect(bundles.trafficClass[v]).toBe(set.trafficClass[flows[0]]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the hops of the highest layer alone', () => {
    const builder = new FlowSetBuilder(Float64Array.of(1, 1, 1, 1));
    builder.hop(0).hop(1, 0.5).hop(2).add(1);
    builder.hop(0).hop(3).add(1);
    builder.hop(3).add(1);
    const { paths } = bundleFlows(builder.build(), Uint8Array.of(1, 2, 2, 0), false);
    const pathOf = (v: number) => [
      [...paths.link.subarray(paths.start[v], paths.start[v + 1])],
      [...paths.share.subarray(paths.start[v], paths.start[v + 1])],
    ];
    expect([pathOf(0), pathOf(1), pathOf(2)]).toEqual([
      [
        [1, 2],
        [0.5, 1],
      ],
      [[0], [1]],
      [[], []],
    ]);
  });
});
