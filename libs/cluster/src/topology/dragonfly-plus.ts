/**
 * Dragonfly+ (Shpiner et al., HiPINEB 2017): groups of a two-layer tree, every leaf joined to every spine
 * of its group once, spines joined to spines of other groups. The global ports of a group are shared out
 * as in a dragonfly (dragonfly.ts), so that all groups look alike; port t belongs to spine t mod s, which
 * spreads the links between two groups over spines.
 */
import { type DragonflyPlusTopology } from '../definition/index.js';
import { globalOffsets, partners } from './dragonfly.js';
import { type ScaleOut } from './scale-out.js';

export function planDragonflyPlus(topology: DragonflyPlusTopology): ScaleOut {
  const { groups, leaves, spines, endpointsPerLeaf, globalLinks, switchPorts } = topology;
  const offsets = globalOffsets(spines * globalLinks, groups);
  const partner = partners(offsets, groups);
  const spine = (group: number, port: number): number => groups * leaves + group * spines + (port % spines);
  return {
    planes: 1,
    portsPerNic: 1,
    leaves: groups * leaves,
    spines: groups * spines,
    cores: 0,
    routers: 0,
    routersPerGroup: 0,
    railAligned: false,
    switchPorts,
    attach: (nic) => Math.floor(nic / endpointsPerLeaf),
    planeOf: () => -1,
    wire: (connect) => {
      for (let leaf = 0; leaf < groups * leaves; leaf += 1) {
        const group = Math.floor(leaf / leaves);
        for (let s = 0; s < spines; s += 1) connect(leaf, spine(group, s), 'leaf-spine', -1);
      }
      for (let group = 0; group < groups; group += 1) {
        for (let port = 0; port < offsets.length; port += 1) {
          const offset = offsets[port];
          const far = (group + offset) % groups;
          // Each cable is listed from one end, as in dragonfly.ts.
          if (offset === 0 || offset * 2 > groups || (offset * 2 === groups && far < group)) continue;
          connect(spine(group, port), spine(far, partner[port]), 'global', -1);
        }
      }
    },
  };
}
