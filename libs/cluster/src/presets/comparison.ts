/**
 * The five networks of table 3 of the paper, each at its full size with 64-port switches. Definitions only:
 * what they count and cost is computed. Slim Fly: the published counts are those of q = 28 with 21 endpoints
 * a switch, which is no prime power, so no such graph exists and only its closed form can be shown
 * (topology/slim-fly.ts).
 */
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { CLUSTERS } from './clusters.js';

const SWITCH_PORTS = 64;

function fullSize(name: string, endpoints: number, topology: TopologySpec): ClusterSpec {
  return { ...CLUSTERS['h800-2048-mpft'], name, nodes: endpoints / 8, topology, pxn: false };
}

export const NETWORK_COMPARISON: Readonly<Record<'FT2' | 'MPFT' | 'FT3' | 'SF' | 'DF', ClusterSpec>> = {
  FT2: fullSize('ft2', (SWITCH_PORTS * SWITCH_PORTS) / 2, {
    kind: 'fat-tree',
    layers: 2,
    switchPorts: SWITCH_PORTS,
  }),
  MPFT: {
    ...fullSize('mpft', (8 * SWITCH_PORTS * SWITCH_PORTS) / 2, {
      kind: 'mpft',
      planes: 8,
      switchPorts: SWITCH_PORTS,
    }),
    pxn: true,
  },
  FT3: fullSize('ft3', (SWITCH_PORTS * SWITCH_PORTS * SWITCH_PORTS) / 4, {
    kind: 'fat-tree',
    layers: 3,
    switchPorts: SWITCH_PORTS,
  }),
  SF: fullSize('slim-fly', 2 * 28 * 28 * 21, {
    kind: 'slim-fly',
    q: 28,
    endpointsPerSwitch: 21,
    switchPorts: SWITCH_PORTS,
  }),
  DF: fullSize('dragonfly', 16 * 32 * 511, {
    kind: 'dragonfly',
    p: 16,
    a: 32,
    h: 16,
    g: 511,
    switchPorts: SWITCH_PORTS,
  }),
};
