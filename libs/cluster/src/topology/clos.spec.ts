import fc from 'fast-check';
import { CLUSTERS } from '../presets/index.js';
import { closLayout, closLayoutOf } from './clos.js';
import { topologyInventory, usedPorts } from './inventory.js';
import { planScaleOut } from './plan.js';

const base = CLUSTERS['h800-2048-mpft'];

describe('closLayout', () => {
  it.each([
    [64, 8, { leaves: 8, spines: 4, downlinks: 32, uplinks: 32 }],
    [64, 64, { leaves: 64, spines: 32, downlinks: 32, uplinks: 32 }],
    [64, 3, { leaves: 3, spines: 2, downlinks: 32, uplinks: 32 }],
    [64, 1, { leaves: 1, spines: 0, downlinks: 64, uplinks: 0 }],
  ])('of %i-port switches and %i leaves', (ports, leaves, expected) => {
    expect(closLayout(ports, ports / 2, leaves)).toEqual(expected);
  });

  it('joins as many leaves as a spine has ports, and no more', () => {
    expect(closLayout(64, 32, 64)).toBeDefined();
    expect(closLayout(64, 32, 65)).toBeUndefined();
  });

  it('uses the fewest spines that take the uplinks evenly within their ports', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 32 }), fc.integer({ min: 2, max: 64 }), (half, leaves) => {
        const layout = closLayout(2 * half, half, leaves);
        if (layout === undefined) return leaves > 2 * half;
        const fewer = Array.from({ length: layout.spines - 1 }, (_, i) => i + 1).filter(
          (s) => half % s === 0 && leaves * (half / s) <= 2 * half,
        );
        return (
          half % layout.spines === 0 && leaves * (half / layout.spines) <= 2 * half && fewer.length === 0
        );
      }),
    );
  });
});

describe('two-layer networks', () => {
  it('as many leaves as asked for, although one switch would do', () => {
    const nics = { ...base, nodes: 8 };
    const leaves = (leafDownlinks?: number) =>
      closLayoutOf(nics, {
        kind: 'fat-tree',
        layers: 2,
        switchPorts: 80,
        ...(leafDownlinks === undefined ? {} : { leafDownlinks }),
      });
    expect(leaves(16)).toEqual({ leaves: 4, spines: 4, downlinks: 16, uplinks: 64 });
    expect(leaves()).toEqual({ leaves: 1, spines: 0, downlinks: 80, uplinks: 0 });
  });

  it('a tapered leaf has fewer uplinks than NICs', () => {
    const spec = {
      ...base,
      topology: { kind: 'mrft', switchPorts: 64, leafDownlinks: 48 } as const,
      nodes: 192,
    };
    expect(closLayoutOf(spec, spec.topology)).toEqual({ leaves: 32, spines: 8, downlinks: 48, uplinks: 16 });
    expect(topologyInventory(spec)).toMatchObject({ endpoints: 1536, switches: 40, fabricLinks: 512 });
  });

  it.each([
    ['h800-2048-mpft', { switches: 96, fabricLinks: 2048, endpointLinks: 2048 }],
    ['h800-2048-mrft', { switches: 96, fabricLinks: 2048, endpointLinks: 2048 }],
    // 2,048 ports of 100G on each of four planes of 256-port switches.
    ['h800-2048-multi-port', { switches: 96, fabricLinks: 8192, endpointLinks: 8192 }],
    ['h200-256-mpft', { switches: 8, fabricLinks: 0, endpointLinks: 256 }],
  ])('%s', (name, expected) => {
    expect(topologyInventory(CLUSTERS[name])).toMatchObject(expected);
  });

  it('puts NIC i of a node on plane i modulo planes', () => {
    const spec = { ...base, topology: { kind: 'mpft', planes: 4, switchPorts: 64 } as const };
    const plan = planScaleOut(spec);
    const planes = Array.from({ length: 8 }, (_, nic) => plan.planeOf(plan.attach(nic, 0)));
    expect(planes).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(new Set(usedPorts(plan, 2048))).toEqual(new Set([64]));
  });

  it('rail-only is one switch a rail', () => {
    const spec = { ...base, nodes: 64, topology: { kind: 'rail-only', switchPorts: 64 } as const };
    expect(topologyInventory(spec)).toMatchObject({ switches: 8, fabricLinks: 0 });
    expect(() => planScaleOut({ ...spec, nodes: 65 })).toThrow('more NICs than two layers hold');
  });
});
