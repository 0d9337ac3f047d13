import { bundleFlows } from './bundles.js';
import { connectedComponents } from './components.js';
import { type FlowSet, FlowSetBuilder } from './flow-set.js';
import { groupComponents, layerOfVariable, linkLayers, LOOSE, looseHops, TIGHT } from './layers.js';
import { hopsByLink } from './prune.js';

/** Two nodes: NVLink 0 and 1 of rate 100, NICs 2..5 of rate 1, two flows a NIC, one local flow a node. */
function twoNodes(): FlowSet {
  const builder = new FlowSetBuilder(Float64Array.of(100, 100, 1, 1, 1, 1));
  for (const nic of [2, 3, 4, 5]) {
    builder
      .hop(nic < 4 ? 0 : 1)
      .hop(nic)
      .add(1);
    builder
      .hop(nic < 4 ? 0 : 1, 0.5)
      .hop(nic)
      .add(2);
  }
  builder.hop(0).add(1);
  builder.hop(1).add(1);
  return builder.build();
}

const ALL = Uint8Array.of(1, 1, 1, 1, 1, 1);

function layered(set: FlowSet) {
  const hops = hopsByLink(set);
  const layer = linkLayers(set, hops, ALL);
  const bundles = bundleFlows(set, layer, false);
  const components = connectedComponents(bundles.paths, bundles.count, set.capacity.length);
  return { hops, layer, bundles, components, loose: looseHops(set, hops, bundles, layer) };
}

describe('linkLayers', () => {
  it('takes links as loose whose fair share is well above that of most bottlenecks', () => {
    expect([...layered(twoNodes()).layer]).toEqual([LOOSE, LOOSE, TIGHT, TIGHT, TIGHT, TIGHT]);
  });

  it('leaves one layer where fair shares show no gap, and 0 what is no constraint', () => {
    const set = twoNodes();
    // The fair shares of NVLink (4 flows by 3.5) are then 3/2 of the NICs' at most.
    const near = { ...set, capacity: Float64Array.of(3, 3, 1, 1, 1, 1) };
    expect([...linkLayers(near, hopsByLink(near), ALL)]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...linkLayers(set, hopsByLink(set), Uint8Array.of(1, 0, 1, 1, 1, 0))]).toEqual([
      LOOSE,
      0,
      TIGHT,
      TIGHT,
      TIGHT,
      0,
    ]);
  });

  it('draws the line at the gap of one half', () => {
    const builder = (loose: number) => {
      const set = new FlowSetBuilder(Float64Array.of(loose, 1));
      set.hop(1).add(1);
      set.hop(1).add(1);
      set.hop(1).add(1);
      set.hop(0).add(1);
      set.hop(0).add(1);
      return set.build();
    };
    const layers = (set: FlowSet) => [...linkLayers(set, hopsByLink(set), Uint8Array.of(1, 1))];
    // Fair share of the tight link 1/3; of the other loose / 2.
    expect(layers(builder(0.99))).toEqual([1, 1]);
    expect(layers(builder(1.01))).toEqual([LOOSE, TIGHT]);
  });
});

describe('looseHops', () => {
  it('adds up what the members of a variable put on loose links, each by its share', () => {
    const { loose, bundles, layer } = layered(twoNodes());
    const tight = Array.from(
      { length: bundles.count },
      (_, v) => layerOfVariable(bundles, layer, v) === TIGHT,
    );
    expect(tight).toEqual([true, true, true, true, false, false]);
    expect([...loose.start]).toEqual([0, 1, 2, 3, 4, 4, 4]);
    expect([...loose.link.subarray(0, 4)]).toEqual([0, 0, 1, 1]);
    expect([...loose.share.subarray(0, 4)]).toEqual([1.5, 1.5, 1.5, 1.5]);
    expect([...loose.memberStart]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8]);
    expect([...loose.ofMember.subarray(0, 8)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...loose.shareOfMember.subarray(0, 8)]).toEqual([1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5]);
  });

  it('leaves out flows without bytes', () => {
    const set = twoNodes();
    const { loose } = layered({ ...set, bytes: set.bytes.map((bytes, flow) => (flow === 1 ? 0 : bytes)) });
    expect(loose.share[0]).toBe(1);
  });
});

describe('layerOfVariable', () => {
  it('is 0 for a variable whose links are no constraints, whatever follows it', () => {
    const builder = new FlowSetBuilder(Float64Array.of(1, 1));
    builder.hop(0).add(1);
    builder.hop(1).add(1);
    const layer = Uint8Array.of(0, TIGHT);
    const bundles = bundleFlows(builder.build(), layer, false);
    expect([0, 1].map((v) => layerOfVariable(bundles, layer, v))).toEqual([0, TIGHT]);
  });
});

describe('groupComponents', () => {
  it('joins components that meet on loose links', () => {
    const set = twoNodes();
    const { components, bundles, layer, loose } = layered(set);
    const groups = groupComponents(components, bundles, layer, loose, set.capacity.length);
    const of = (g: number) => [...groups.component.subarray(groups.start[g], groups.start[g + 1])];
    // Components: four NICs, then the local flow of each node.
    expect([groups.count, of(0), of(1)]).toEqual([2, [0, 1, 4], [2, 3, 5]]);
  });
});
