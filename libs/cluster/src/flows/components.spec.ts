import { bundleFlows } from './bundles.js';
import { connectedComponents, sizeOf } from './components.js';
import { FlowSetBuilder } from './flow-set.js';

describe('connectedComponents', () => {
  it('joins variables that share links, directly or through others, in the order of the first', () => {
    const builder = new FlowSetBuilder(new Float64Array(9).fill(1));
    const paths = [[0, 1], [2], [1, 3], [4, 5, 6], [3, 7], [6], [8]];
    for (const path of paths) {
      for (const link of path) builder.hop(link);
      builder.add(1);
    }
    builder.hop(8).add(2);
    const bundles = bundleFlows(builder.build(), new Uint8Array(9).fill(1), false);
    const components = connectedComponents(bundles.paths, bundles.count, 9);
    const parts = Array.from({ length: components.count }, (_, c) => [
      ...components.variable.subarray(components.start[c], components.start[c + 1]),
    ]);
    expect(parts).toEqual([[0, 2, 4], [1], [3, 5], [6]]);
    expect(parts.map((_, c) => sizeOf(components, c, bundles))).toEqual([
      { variables: 3, hops: 6, flows: 3 },
      { variables: 1, hops: 1, flows: 1 },
      { variables: 2, hops: 4, flows: 2 },
      { variables: 1, hops: 1, flows: 2 },
    ]);
  });

  it('leaves variables without a link each to itself', () => {
    const builder = new FlowSetBuilder(new Float64Array(2).fill(1));
    builder.hop(0).add(1);
    builder.hop(1).add(1, { start: 1 });
    builder.hop(0).add(1, { start: 2 });
    const bundles = bundleFlows(builder.build(), Uint8Array.of(0, 1), false);
    const { count, start, variable } = connectedComponents(bundles.paths, bundles.count, 2);
    expect([count, [...start], [...variable]]).toEqual([3, [0, 1, 2, 3], [0, 1, 2]]);
  });
});
