import { RandomStream } from '@railyard/base';
import fc from 'fast-check';
import { NO_PARTNER, SharedLinks, UNASSIGNED } from './shared-links.js';

/** Random paths of one to four distinct links. */
function drawnPaths(draw: RandomStream): { on: SharedLinks; paths: number[][]; shares: number[][] } {
  const links = 2 + draw.integer(6);
  const variables = 1 + draw.integer(8);
  const on = new SharedLinks({ variables: variables + 2, links: links + 1, hops: 4 * variables + 3 });
  const paths: number[][] = [];
  const shares: number[][] = [];
  let hops = 0;
  for (let v = 0; v < variables; v += 1) {
    const path = new Set<number>();
    for (let hop = draw.integer(Math.min(4, links)); hop >= 0; hop -= 1) path.add(draw.integer(links));
    paths.push([...path]);
    shares.push(paths[v].map(() => 1 / (1 + draw.integer(3))));
    paths[v].forEach((link, i) => {
      on.hopLink[hops] = link;
      on.hopShare[hops++] = shares[v][i];
    });
    on.varStart[v + 1] = hops;
  }
  // What an earlier, larger problem left behind.
  for (const array of [on.weight, on.live, on.bottlenecked, on.linkStart]) array.fill(7);
  on.index(variables, links);
  return { on, paths, shares };
}

/** What the slots of every link say, in a form that does not depend on their order. */
function slotsOf(on: SharedLinks, link: number): unknown[] {
  const slots = [];
  for (let i = 0; i < on.live[link]; i += 1) {
    const slot = on.linkStart[link] + i;
    slots.push({
      v: on.slotVar[slot],
      first: i < on.bottlenecked[link],
      bottleneck: on.slotBottleneck[slot],
      crossing: on.slotCrossing[slot],
      partner: on.slotPartner[slot],
    });
  }
  return slots.sort((a, b) => a.v - b.v);
}

describe('SharedLinks', () => {
  it('keeps the variables of every link, bottlenecked ones first, as flows start, end and move', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const draw = new RandomStream(seed, 'shared-links/spec');
        const { on, paths, shares } = drawnPaths(draw);
        const weight = paths.map(() => 0);
        const bottleneck = paths.map(() => UNASSIGNED);
        const started = paths.map(() => false);
        for (let step = 0; step < 40; step += 1) {
          const v = draw.integer(paths.length);
          if (!started[v]) {
            started[v] = true;
            weight[v] = 1 + draw.integer(3);
            on.start(v, weight[v]);
          } else if (weight[v] > 0 && draw.uniform() < 0.6) {
            const link = paths[v][draw.integer(paths[v].length)];
            if (link !== bottleneck[v]) on.assign(v, link);
            bottleneck[v] = link;
          } else if (weight[v] > 0) {
            const members = 1 + draw.integer(weight[v]);
            weight[v] -= members;
            on.end(v, members);
          }
          if (draw.uniform() < 0.1) {
            for (let other = 0; other < paths.length; other += 1) {
              if (weight[other] === 0) continue;
              bottleneck[other] = paths[other][draw.integer(paths[other].length)];
              on.bottleneck[other] = bottleneck[other];
            }
            on.arrange();
          }
          for (let link = 0; link < on.links; link += 1) {
            const expected = paths.flatMap((path, own) => {
              const at = path.indexOf(link);
              if (at < 0 || weight[own] === 0) return [];
              return {
                v: own,
                first: bottleneck[own] === link,
                bottleneck: bottleneck[own],
                crossing: weight[own] * shares[own][at],
                partner: path.length === 2 ? path[1 - at] : NO_PARTNER,
              };
            });
            expect(slotsOf(on, link)).toEqual(expected);
            const demand = expected.reduce((sum, slot) => sum + (slot.first ? slot.crossing : 0), 0);
            expect(on.bottleneckedDemand(link)).toBeCloseTo(demand, 12);
          }
          weight.forEach((members, own) => expect(on.weight[own]).toBe(members));
        }
      }),
      { numRuns: 30 },
    );
  });
});
