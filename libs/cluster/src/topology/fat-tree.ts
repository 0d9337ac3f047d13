/**
 * Three-layer fat tree of k-port switches: pods of k/2 leaves with d NICs each (k/2 unless tapered) and k
 * - d spines, each leaf with one link to each spine of its pod, spine j of every pod joined by core group
 * j. Full size: k pods, d k^2/2 NICs; 5k^2/4 switches where d is k/2. A smaller tree keeps whole pods but
 * for the last, and as few cores in a group as its pods need; `podLeaves` makes pods smaller, so that
 * there are several.
 */
import { type ClusterSpec, type TopologySpec } from '../definition/index.js';
import { leavesOf } from './clos.js';
import { uplinkSpeed } from './leaf-ports.js';
import { type ScaleOut } from './scale-out.js';

export type PodTopology = Extract<TopologySpec, { kind: 'fat-tree' | 'rail-optimized' }>;

export interface FatTreeLayout {
  /** Leaves of a full pod: k/2 unless given. */
  readonly podLeaves: number;
  /** Ports of a spine towards cores. */
  readonly spineUplinks: number;
  /** NICs of a leaf. */
  readonly downlinks: number;
  /** Uplinks of a leaf, spines of every pod. */
  readonly uplinks: number;
  readonly leaves: number;
  readonly pods: number;
  /** Cores of one group; 0 when there is one pod. */
  readonly coresPerGroup: number;
}

/** What a layout follows from; a pod has k/2 leaves, and a spine as many ports up as down, unless given. */
interface FatTreeSizes {
  readonly switchPorts: number;
  readonly leaves: number;
  readonly downlinks: number;
  readonly uplinks: number;
  readonly podLeaves?: number;
  readonly spineUplinks?: number;
}

/** Undefined when the leaves exceed what k pods hold. */
function fatTreeLayout(sizes: FatTreeSizes): FatTreeLayout | undefined {
  const { switchPorts, leaves, downlinks, uplinks } = sizes;
  const podLeaves = sizes.podLeaves ?? Math.floor(switchPorts / 2);
  const spineUplinks = sizes.spineUplinks ?? Math.min(podLeaves, switchPorts - podLeaves);
  const pods = Math.ceil(leaves / podLeaves);
  const layout = { podLeaves, spineUplinks, downlinks, uplinks, leaves, pods };
  if (pods === 1) return { ...layout, coresPerGroup: 0 };
  for (let cores = 1; cores <= spineUplinks; cores += 1) {
    if (spineUplinks % cores === 0 && pods * (spineUplinks / cores) <= switchPorts)
      return { ...layout, coresPerGroup: cores };
  }
  return undefined;
}

/** Pods of a rail-optimized tree hold whole blocks of leaves, one for each rail. */
export function podLeavesOf(spec: ClusterSpec, topology: PodTopology): number | undefined {
  if (topology.podLeaves !== undefined || topology.kind === 'fat-tree') return topology.podLeaves;
  const rails = topology.rails ?? spec.nic.perNode;
  const half = Math.floor(topology.switchPorts / 2);
  return half < rails ? rails : half - (half % rails);
}

/** Undefined when the cluster has more NICs than three layers hold. */
export function fatTreeLayoutOf(spec: ClusterSpec, topology: PodTopology): FatTreeLayout | undefined {
  const { leaves, nics, uplinks } = leavesOf(spec, topology);
  const { switchPorts, spineUplinks } = topology;
  const podLeaves = podLeavesOf(spec, topology);
  return fatTreeLayout({
    switchPorts,
    leaves,
    downlinks: nics,
    uplinks,
    ...(podLeaves === undefined ? {} : { podLeaves }),
    ...(spineUplinks === undefined ? {} : { spineUplinks }),
  });
}

export function planFatTree(spec: ClusterSpec, topology: PodTopology, layout: FatTreeLayout): ScaleOut {
  const { podLeaves, spineUplinks, uplinks, leaves, pods, coresPerGroup } = layout;
  const { leafOf, railAligned } = leavesOf(spec, topology);
  const spines = pods * uplinks;
  const speed = uplinkSpeed(spec, topology);
  return {
    planes: 1,
    portsPerNic: 1,
    leaves,
    spines,
    cores: uplinks * coresPerGroup,
    routers: 0,
    routersPerGroup: 0,
    railAligned,
    evenTree: coresPerGroup === 0,
    switchPorts: topology.switchPorts,
    nicsPerPort: topology.nicsPerPort ?? 1,
    attach: leafOf,
    planeOf: () => -1,
    wire: (connect) => {
      for (let leaf = 0; leaf < leaves; leaf += 1) {
        const pod = Math.floor(leaf / podLeaves);
        for (let j = 0; j < uplinks; j += 1)
          connect(leaf, leaves + pod * uplinks + j, 'leaf-spine', -1, speed);
      }
      if (coresPerGroup === 0) return;
      for (let spine = 0; spine < spines; spine += 1) {
        const firstCore = leaves + spines + (spine % uplinks) * coresPerGroup;
        for (let port = 0; port < spineUplinks; port += 1)
          connect(leaves + spine, firstCore + (port % coresPerGroup), 'spine-core', -1, speed);
      }
    },
  };
}
