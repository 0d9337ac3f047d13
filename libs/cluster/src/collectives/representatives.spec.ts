import { CLUSTERS } from '../presets/index.js';
import { Fabric } from './fabric.js';
import { representativeGroups } from './representatives.js';
import { regularGroups } from './symmetry.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const mpft = new Fabric(CLUSTERS['h800-2048-mpft']!);

describe('representativeGroups', () => {
  it('keeps one group of each kind', () => {
    // Groups of 24 nodes: the second and third lie across two leaves of 32 nodes, split differently.
    const groups = range(0, 4).map((g) => range(192 * g, 192));
    expect(representativeGroups(mpft, groups).multiplicity).toEqual([2, 1, 1]);
    expect(representativeGroups(mpft, range(0, 32).map((g) => range(64 * g, 64))).multiplicity).toEqual([32]);
  });

  it('keeps all groups where they may meet: under a fault, with a shared GPU, or over hashed spines', () => {
    const groups = [range(0, 512), range(512, 512)];
    const capacity = mpft.capacity.slice();
    capacity[0]! /= 2;
    expect(representativeGroups(new Fabric(mpft.spec, { graph: mpft.graph, capacity }), groups).groups).toBe(groups);
    expect(representativeGroups(new Fabric(mpft.spec, { graph: mpft.graph, routing: 'ecmp' }), groups).groups).toBe(groups);
    const overlapping = [range(0, 16), range(8, 16)];
    expect(representativeGroups(mpft, overlapping).groups).toBe(overlapping);
  });
});

describe('regularGroups', () => {
  it('tells nodes and members of each', () => {
    expect(regularGroups(mpft, [range(0, 64), range(64, 64)])).toMatchObject({ nodes: 8, perNode: 8 });
    expect(regularGroups(mpft, [range(0, 16).map((node) => 128 * node)])).toMatchObject({ nodes: 16, perNode: 1, nvlinkSeconds: 0 });
  });

  it('declines what has no closed form', () => {
    expect(regularGroups(mpft, [])).toBeUndefined();
    expect(regularGroups(mpft, [range(0, 12)])).toBeUndefined();
    expect(regularGroups(mpft, [[0, 9]])).toBeUndefined();
    expect(regularGroups(mpft, [range(0, 8), range(0, 8)])).toBeUndefined();
    expect(regularGroups(new Fabric(mpft.spec, { graph: mpft.graph, routing: 'ecmp' }), [range(0, 512)])).toBeUndefined();
  });
});
