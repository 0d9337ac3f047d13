/**
 * A network given as tables. Switches with NICs are leaves, those next to leaves are spines, all others
 * cores; where two switches with NICs are joined directly all are routers. Switches are numbered in the
 * order in which hosts and cables name them.
 */
import { invariant } from '@railyard/base';
import { type CabledTopology, type ClusterSpec } from '../definition/index.js';
import { type LinkClass } from './graph.js';
import { type ScaleOut } from './scale-out.js';

/** Names of switches by tier, in the order of the plan's numbering. */
export interface CabledSwitches {
  readonly leaves: readonly string[];
  readonly spines: readonly string[];
  readonly cores: readonly string[];
  readonly routers: readonly string[];
}

export function cabledSwitches({ cables, hosts }: CabledTopology): CabledSwitches {
  const attached = new Set(hosts.flatMap(({ switches }) => switches));
  const all = new Set([...attached, ...cables.flatMap(({ from, to }) => [from, to])]);
  const direct = cables.some(({ from, to }) => attached.has(from) && attached.has(to));
  if (direct) return { leaves: [], spines: [], cores: [], routers: [...all] };
  const next = new Set(
    cables.flatMap(({ from, to }) => (attached.has(from) ? [to] : attached.has(to) ? [from] : [])),
  );
  return {
    leaves: [...attached],
    spines: [...all].filter((name) => next.has(name)),
    cores: [...all].filter((name) => !attached.has(name) && !next.has(name)),
    routers: [],
  };
}

export const cabledNodes = ({ hosts }: CabledTopology): number =>
  hosts.reduce((sum, { nodes }) => sum + nodes, 0);

export function planCabled(spec: ClusterSpec, topology: CabledTopology): ScaleOut {
  const tiers = cabledSwitches(topology);
  const { leaves, spines, cores, routers } = tiers;
  const names = [...leaves, ...spines, ...cores, ...routers];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const numberOf = (name: string): number => {
    const number = numbers.get(name);
    invariant(number !== undefined, 'a cable names a known switch', { name });
    return number;
  };
  const perNode = spec.nic.perNode;
  const places = topology.hosts.flatMap(({ nodes, switches }) => {
    const numbered = switches.map(numberOf);
    return Array.from({ length: nodes * perNode }, (_, nic) => numbered[(nic % perNode) % numbered.length]);
  });
  const tierOf = (s: number): number => (s < leaves.length ? 0 : s < leaves.length + spines.length ? 1 : 2);
  const classOf = (a: number, b: number): LinkClass =>
    routers.length > 0 || tierOf(a) === tierOf(b)
      ? 'local'
      : tierOf(a) + tierOf(b) === 1
        ? 'leaf-spine'
        : 'spine-core';
  return {
    planes: 1,
    portsPerNic: 1,
    leaves: leaves.length,
    spines: spines.length,
    cores: cores.length,
    routers: routers.length,
    routersPerGroup: routers.length,
    railAligned: false,
    switchPorts: topology.switchPorts,
    attach: (nic) => places[nic],
    planeOf: () => -1,
    wire: (connect) => {
      for (const { from, to, count = 1, bandwidthGBps } of topology.cables) {
        const [a, b] = [numberOf(from), numberOf(to)];
        const speed = bandwidthGBps === undefined ? 1 : bandwidthGBps / spec.nic.bandwidthGBps;
        for (let cable = 0; cable < count; cable += 1) connect(a, b, classOf(a, b), -1, speed);
      }
    },
  };
}
