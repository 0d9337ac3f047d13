/**
 * Three-layer fat tree of k-port switches: pods of k/2 leaves with d NICs each (k/2 unless tapered) and k - d
 * spines, each leaf with one link to each spine of its pod, spine j of every pod joined by core group j. Full
 * size: k pods, d k^2/2 NICs; 5k^2/4 switches where d is k/2. A smaller tree keeps whole pods but for the
 * last, and as few cores in a group as its pods need.
 */
import { type ScaleOut } from './scale-out.js';

export interface FatTreeLayout {
  /** k/2: leaves of a full pod, uplinks of a spine. */
  readonly half: number;
  /** NICs of a leaf. */
  readonly downlinks: number;
  /** Uplinks of a leaf, spines of every pod. */
  readonly uplinks: number;
  readonly leaves: number;
  readonly pods: number;
  /** Cores of one group; 0 when there is one pod. */
  readonly coresPerGroup: number;
}

/** Sizes for `nics` NICs; undefined when they exceed what k pods hold. */
export function fatTreeLayout(
  nics: number,
  switchPorts: number,
  downlinks = Math.floor(switchPorts / 2),
): FatTreeLayout | undefined {
  const half = Math.floor(switchPorts / 2);
  const leaves = Math.ceil(nics / downlinks);
  const pods = Math.ceil(leaves / half);
  const sizes = { half, downlinks, uplinks: switchPorts - downlinks, leaves, pods };
  if (pods === 1) return { ...sizes, coresPerGroup: 0 };
  for (let cores = 1; cores <= half; cores += 1) {
    if (half % cores === 0 && pods * (half / cores) <= switchPorts) return { ...sizes, coresPerGroup: cores };
  }
  return undefined;
}

export function planFatTree(switchPorts: number, layout: FatTreeLayout): ScaleOut {
  const { half, downlinks, uplinks, leaves, pods, coresPerGroup } = layout;
  const spines = pods * uplinks;
  return {
    planes: 1,
    portsPerNic: 1,
    leaves,
    spines,
    cores: uplinks * coresPerGroup,
    routers: 0,
    routersPerGroup: 0,
    railAligned: false,
    switchPorts,
    attach: (nic) => Math.floor(nic / downlinks),
    planeOf: () => -1,
    wire: (connect) => {
      for (let leaf = 0; leaf < leaves; leaf += 1) {
        const pod = Math.floor(leaf / half);
        for (let j = 0; j < uplinks; j += 1) connect(leaf, leaves + pod * uplinks + j, 'leaf-spine', -1);
      }
      if (coresPerGroup === 0) return;
      for (let spine = 0; spine < spines; spine += 1) {
        const firstCore = leaves + spines + (spine % uplinks) * coresPerGroup;
        for (let port = 0; port < half; port += 1)
          connect(leaves + spine, firstCore + (port % coresPerGroup), 'spine-core', -1);
      }
    },
  };
}
