import { RandomStream } from '@railyard/base';
import { type FlowSet, FlowSetBuilder, referenceCase, simulateFlows } from './index.js';
import { checkFlowSet } from './flow-set.js';
import { symmetryClasses as classesOf } from './symmetry-classes.js';

const symmetryClasses = (set: FlowSet) => classesOf(set, checkFlowSet(set));

/** Every link on its own, every flow followed. */
const followed = (set: FlowSet) => simulateFlows(set, { observe: () => undefined });

function expectSame(set: FlowSet): void {
  const [found, every] = [simulateFlows(set), followed(set)];
  expect(every.variables).toBeGreaterThan(found.variables);
  for (const key of ['finish', 'left'] as const)
    found[key].forEach((value, flow) => {
      const same = every[key][flow]!;
      if (Math.abs(value - same) > 1e-9 * same) expect([key, flow, value]).toEqual([key, flow, same]);
    });
}

/**
 * Copies of a drawn set of flows, each on links of its own, with the flows of every copy in another order.
 * Copies meet on links that all flows of one kind cross, at a capacity for all.
 */
function copies(draw: RandomStream, count: number): FlowSet {
  const links = 2 + draw.integer(5);
  const capacities = Array.from({ length: links }, () => 1 + draw.integer(4));
  const paths = Array.from({ length: 3 + draw.integer(6) }, () => ({
    hops: Array.from({ length: links }, (_, link) => link).filter(() => draw.uniform() < 0.5),
    share: draw.uniform() < 0.3 ? 0.25 : 1,
    bytes: 1 + draw.integer(3),
    start: draw.uniform() < 0.3 ? 0.5 : 0,
    cap: draw.uniform() < 0.2 ? 0.1 : Infinity,
  })).filter(({ hops }) => hops.length > 0);
  const set = new FlowSetBuilder();
  const shared = set.link(count * 0.7);
  const own = Array.from({ length: count }, () => capacities.map((capacity) => set.link(capacity)));
  own.forEach((linkOf, copy) => {
    for (let i = 0; i < paths.length; i += 1) {
      const { hops, share, bytes, start, cap } = paths[(i + copy) % paths.length]!;
      for (const hop of hops) set.hop(linkOf[hop]!, share);
      if (bytes === 1) set.hop(shared);
      set.add(bytes, { start, rateCap: cap });
    }
  });
  return set.build();
}

describe('classes of flows that nothing tells apart', () => {
  it.each(['full', 'plane8', 'permutation'] as const)(
    'are few where all have one size, and end when every flow does: %s',
    (mode) => {
      const hosts = mode === 'permutation' ? 2048 : 256;
      const set = referenceCase(mode, hosts, 64, 1e6);
      const classes = symmetryClasses(set)!;
      expect(classes.quotient.bytes.length).toBeLessThan(4);
      expectSame(set);
    },
  );

  it('are those of drawn sets in many copies, with shares, caps, starts and a link for all', () => {
    const draw = new RandomStream(5, 'symmetry-classes.spec');
    for (let i = 0; i < 40; i += 1) {
      const set = copies(draw, 500);
      if (set.bytes.length < 1024) continue;
      expect(symmetryClasses(set)!.quotient.bytes.length).toBeLessThan(10);
      expectSame(set);
    }
  });

  it('fall apart where one link is slower, one flow larger, or one path another', () => {
    const set = referenceCase('full', 128, 64, 1e6);
    const capacity = set.capacity.slice();
    capacity[0]! /= 3;
    const bytes = set.bytes.slice();
    bytes[77] = 5e6;
    const pathLink = set.pathLink.slice();
    pathLink[0] = 1;
    const whole = symmetryClasses(set)!.quotient.bytes.length;
    for (const changed of [{ capacity }, { bytes }, { pathLink }]) {
      const other = { ...set, ...changed };
      expect(symmetryClasses(other)!.quotient.bytes.length).toBeGreaterThan(whole);
      expectSame(other);
    }
  });

  it('are not looked for where sizes differ, flows are few, or links tell all apart', () => {
    expect(symmetryClasses(referenceCase('full', 128, 64, 1e6, 0.2))).toBeUndefined();
    expect(symmetryClasses(referenceCase('full', 16, 16, 1e6))).toBeUndefined();
    const set = referenceCase('full', 512, 64, 1e6);
    const draw = new RandomStream(6, 'symmetry-classes.spec');
    const capacity = set.capacity.map((rate) => rate * (1 + draw.uniform()));
    expect(symmetryClasses({ ...set, capacity })).toBeUndefined();
  });

  it('of a stopped run keep what is left of every flow', () => {
    const set = referenceCase('full', 128, 64, 1e6);
    const { finish, left } = simulateFlows(set, { until: 0.0005 });
    const every = simulateFlows(set, { until: 0.0005, observe: () => undefined });
    expect(finish).toEqual(every.finish);
    left.forEach((bytes, flow) => expect(Math.abs(bytes / every.left[flow]! - 1)).toBeLessThan(1e-9));
  });
});
