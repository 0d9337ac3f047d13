/**
 * What part of a switch's or a cable's rate costs under full load across leaves and pods: never less than
 * nothing, never more than its loss.
 */
import fc from 'fast-check';
import { allToAll, sendReceive } from '../collectives/index.js';
import { type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from '../presets/index.js';
import { buildFabric } from '../topology/index.js';
import { Fabric } from '../traffic/index.js';
import { capacityUnder, parseFault } from './fabric-fault.js';

const base = CLUSTERS['h800-2048-mpft'];

function tree(topology: TopologySpec, nics: number) {
  const spec = {
    ...base,
    name: 'tree',
    topology,
    nodes: nics / 4,
    gpusPerNode: 4,
    nic: { ...base.nic, perNode: 4 },
  };
  const graph = buildFabric(spec);
  const gpus = Array.from({ length: nics }, (_, gpu) => gpu);
  // Every GPU to the one half a cluster away, so across pods where there are several, and all to all.
  const seconds = (collective: 'send-receive' | 'all-to-all', ...faults: string[]): number => {
    const fabric = new Fabric(spec, { graph, capacity: capacityUnder(graph, faults.map(parseFault)) });
    const outcome =
      collective === 'all-to-all'
        ? allToAll(fabric, { groups: [gpus], bytes: 1e9 })
        : sendReceive(fabric, {
            pairs: gpus.map((gpu) => [gpu, (gpu + nics / 2) % nics] as const),
            bytes: 1e9,
          });
    return outcome.seconds - outcome.latencySeconds;
  };
  const healthy = { 'send-receive': seconds('send-receive'), 'all-to-all': seconds('all-to-all') };
  const slowdown = (collective: 'send-receive' | 'all-to-all', ...faults: string[]) =>
    seconds(collective, ...faults) / healthy[collective];
  return { graph, slowdown, healthySeconds: healthy['send-receive'] };
}

const threeLayers = { kind: 'fat-tree', layers: 3, switchPorts: 8 } as const;
/**
 * Trees of 8-port switches: four spines a pod (two where tapered), and a core for every two pods in each
 * group.
 */
const TREES = {
  'two pods': tree(threeLayers, 32),
  'four pods': tree(threeLayers, 64),
  'eight pods': tree(threeLayers, 128),
  tapered: tree({ ...threeLayers, leafDownlinks: 6 }, 96),
  'two layers': tree({ kind: 'fat-tree', layers: 2, switchPorts: 16 }, 64),
  'two layers by rails': tree({ kind: 'mrft', switchPorts: 16 }, 64),
};
const RATES = [0.9, 0.5, 0.25, 0.1, 0.001, 0];

describe('closed forms of a part at rate r', () => {
  const exactly = (value: number, expected: number) =>
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-9);

  it.each<[keyof typeof TREES, string, number]>([
    // Of one spine of all of a pod, at whichever end.
    ['two pods', 'spine:0', 4],
    ['tapered', 'spine:1', 2],
    ['tapered', 'core:0', 4],
    ['four pods', 'spine:0', 4],
    ['eight pods', 'spine:0', 4],
    ['four pods', 'spine:14', 4],
    ['two layers', 'spine:1', 4],
    ['two layers by rails', 'spine:2', 4],
    ['four pods', 'leaf:0>spine:0', 4],
    ['four pods', 'spine:0>leaf:0', 4],
    ['eight pods', 'leaf:9-spine:9', 4],
    ['two layers', 'spine:1>leaf:3', 4],
    ['two layers', 'leaf:3>spine:1', 4],
    // Of one of all cores: what it lacks, all spines of every pod make up for.
    ['two pods', 'core:0', 4],
    ['four pods', 'core:5', 8],
    ['eight pods', 'core:0', 16],
    ['two pods', 'spine:0>core:0', 4],
    ['four pods', 'core:0>spine:0', 8],
    ['eight pods', 'core:0>spine:0', 16],
    ['eight pods', 'spine:0>core:0', 16],
  ])('%s, %s: n / (n - 1 + r) of n = %d', (name, element, n) => {
    for (const rate of RATES)
      exactly(TREES[name].slowdown('send-receive', `${element}=${rate}`), n / (n - 1 + rate));
  });

  it('a tapered leaf: six NICs on two uplinks', () => {
    const { graph } = TREES.tapered;
    expect(['leaf', 'spine', 'core'].map((kind) => graph.range(kind as 'leaf').count)).toEqual([16, 8, 4]);
    exactly(TREES.tapered.healthySeconds / TREES['four pods'].healthySeconds, 3);
  });

  it('a spine holds up an all-to-all of the whole cluster as much', () => {
    for (const rate of [0.5, 0.25, 0.1, 0])
      exactly(TREES['four pods'].slowdown('all-to-all', `spine:0=${rate}`), 4 / (3 + rate));
  });

  it('all cores of a group lost cost what their spines do, and part of them less', () => {
    const { slowdown } = TREES['four pods'];
    exactly(slowdown('send-receive', 'core:0', 'core:1'), 4 / 3);
    exactly(slowdown('send-receive', 'core:0', 'core:1=0.5'), 8 / 6.5);
    exactly(slowdown('send-receive', 'core:0=0.5', 'core:2=0.5'), 8 / 7);
  });
});

it('a part at some rate is never slower than none of it, and never faster than all', () => {
  const elements = (name: keyof typeof TREES) => {
    const { graph } = TREES[name];
    return (['spine', 'core'] as const)
      .flatMap((kind) => Array.from({ length: graph.range(kind).count }, (_, i) => `${kind}:${i}`))
      .concat([
        'leaf:0>spine:0',
        'spine:0>leaf:0',
        ...(graph.range('core').count === 0 ? [] : ['core:0>spine:0', 'spine:0>core:0']),
      ]);
  };
  const parts = fc.constantFrom(...(Object.keys(TREES) as (keyof typeof TREES)[])).chain((name) =>
    fc.record({
      name: fc.constant(name),
      element: fc.constantFrom(...elements(name)),
      collective: fc.constantFrom('send-receive' as const, 'all-to-all' as const),
      rates: fc.tuple(fc.constantFrom(...RATES), fc.constantFrom(...RATES)),
    }),
  );
  fc.assert(
    fc.property(parts, ({ name, element, collective, rates }) => {
      const { slowdown } = TREES[name];
      const [less, more] = [Math.min(...rates), Math.max(...rates)].map((rate) =>
        slowdown(collective, `${element}=${rate}`),
      ) as [number, number];
      expect(more).toBeGreaterThan(1 - 1e-9);
      expect(less).toBeGreaterThan(more * (1 - 1e-9));
    }),
    { numRuns: 40 },
  );
});
