/**
 * Canonical dragonfly (Kim et al., ISCA 2008): g groups of a routers, each with p NICs, a - 1 local links and
 * h global links. Global port t of every group leads a fixed offset of groups onward, so that all groups look
 * alike: first every other group once, as often as ports allow, and what is left over in pairs (+1, -1), (+2,
 * -2), ...
 */
import { invariant } from '@railyard/base';
import { type TopologySpec } from '../definition/index.js';
import { type ScaleOut } from './scale-out.js';

export type DragonflyTopology = Extract<TopologySpec, { kind: 'dragonfly' }>;

/** Offset of the group each global port of a group leads to; 0 marks a port that has no partner. */
export function globalOffsets(ports: number, groups: number): Int32Array {
  const offsets = new Int32Array(ports);
  const others = groups - 1;
  if (others === 0) return offsets;
  const whole = Math.floor(ports / others) * others;
  for (let t = 0; t < whole; t += 1) offsets[t] = (t % others) + 1;
  for (let t = whole; t + 1 < ports; t += 2) {
    offsets[t] = (t - whole) / 2 + 1;
    offsets[t + 1] = groups - offsets[t];
  }
  // An odd port out pairs with the group opposite, where there is one.
  if ((ports - whole) % 2 === 1 && groups % 2 === 0) offsets[ports - 1] = groups / 2;
  return offsets;
}

/**
 * For each port, the port of the other group at the far end: the n-th use of offset d meets the n-th use of
 * -d.
 */
export function partners(offsets: Int32Array, groups: number): Int32Array {
  const byOffset = new Map<number, number[]>();
  offsets.forEach((offset, port) => byOffset.set(offset, [...(byOffset.get(offset) ?? []), port]));
  const partner = new Int32Array(offsets.length).fill(-1);
  for (const [offset, ports] of byOffset) {
    if (offset === 0) continue;
    const back = byOffset.get(groups - offset);
    invariant(back !== undefined, 'every offset of a dragonfly has its opposite', { offset, groups });
    ports.forEach((port, n) => {
      partner[port] = back[n];
    });
  }
  return partner;
}

export function planDragonfly(topology: DragonflyTopology): ScaleOut {
  const { p, a, h, g } = topology;
  const offsets = globalOffsets(a * h, g);
  const partner = partners(offsets, g);
  return {
    planes: 1,
    portsPerNic: 1,
    leaves: 0,
    spines: 0,
    cores: 0,
    routers: a * g,
    routersPerGroup: a,
    railAligned: false,
    switchPorts: topology.switchPorts,
    attach: (nic) => Math.floor(nic / p),
    planeOf: () => -1,
    wire: (connect) => {
      for (let group = 0; group < g; group += 1) {
        for (let i = 0; i < a; i += 1) {
          for (let j = i + 1; j < a; j += 1) connect(group * a + i, group * a + j, 'local', -1);
        }
      }
      for (let group = 0; group < g; group += 1) {
        for (let port = 0; port < offsets.length; port += 1) {
          const offset = offsets[port];
          const far = (group + offset) % g;
          // Each cable is listed from one end: the shorter way round, or from the lower group when both are
          // equal.
          if (offset === 0 || offset * 2 > g || (offset * 2 === g && far < group)) continue;
          connect(group * a + Math.floor(port / h), far * a + Math.floor(partner[port] / h), 'global', -1);
        }
      }
    },
  };
}
