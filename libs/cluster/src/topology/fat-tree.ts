/**
 * Three-layer fat tree of k-port switches: pods of k/2 leaves and k/2 spines, each leaf with one link to each spine of
 * its pod, spine j of every pod joined by core group j. Full size: k pods, k^3/4 NICs, 5k^2/4 switches.
 * A smaller tree keeps whole pods but for the last, and as few cores in a group as its pods need.
 */
import { type ScaleOut } from './scale-out.js';

export interface FatTreeLayout {
  /** k/2: leaves of a full pod, spines of every pod, NICs of a leaf, uplinks of a spine. */
  readonly half: number;
  readonly leaves: number;
  readonly pods: number;
  /** Cores of one group; 0 when there is one pod. */
  readonly coresPerGroup: number;
}

/** Sizes for `nics` NICs; undefined when they exceed k^3/4. */
export function fatTreeLayout(nics: number, switchPorts: number): FatTreeLayout | undefined {
  const half = Math.floor(switchPorts / 2);
  const leaves = Math.ceil(nics / half);
  const pods = Math.ceil(leaves / half);
  if (pods === 1) return { half, leaves, pods, coresPerGroup: 0 };
  for (let cores = 1; cores <= half; cores += 1) {
    if (half % cores === 0 && pods * (half / cores) <= switchPorts) return { half, leaves, pods, coresPerGroup: cores };
  }
  return undefined;
}

export function planFatTree(switchPorts: number, layout: FatTreeLayout): ScaleOut {
  const { half, leaves, pods, coresPerGroup } = layout;
  const spines = pods * half;
  return {
    planes: 1, portsPerNic: 1, leaves, spines, cores: half * coresPerGroup, routers: 0, routersPerGroup: 0, railAligned: false, switchPorts,
    attach: (nic) => Math.floor(nic / half),
    planeOf: () => -1,
    wire: (connect) => {
      for (let leaf = 0; leaf < leaves; leaf += 1) {
        const pod = Math.floor(leaf / half);
        for (let j = 0; j < half; j += 1) connect(leaf, leaves + pod * half + j, 'leaf-spine', -1);
      }
      if (coresPerGroup === 0) return;
      for (let spine = 0; spine < spines; spine += 1) {
        const firstCore = leaves + spines + (spine % half) * coresPerGroup;
        for (let uplink = 0; uplink < half; uplink += 1) connect(leaves + spine, firstCore + (uplink % coresPerGroup), 'spine-core', -1);
      }
    },
  };
}
