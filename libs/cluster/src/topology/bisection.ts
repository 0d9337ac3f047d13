/** The rate between two halves of a network. */
import { type ClusterSpec } from '../definition/index.js';
import { planScaleOut } from './plan.js';
import { type ScaleOut, switchCount } from './scale-out.js';
import { slimFlyExists } from './slim-fly.js';
import { portTally, tierIndex, tiersOf } from './tier-ports.js';

/**
 * Undefined where no graph exists. Line rate in GB/s, one way, between the first half of the NICs and the
 * second, as far as one cut shows it. In trees every tier's links up, halved; elsewhere the cables from
 * the switches of the first half to the others. Never more than the NICs of a half.
 */
export function bisectionGBps(spec: ClusterSpec): number | undefined {
  if (spec.topology.kind === 'slim-fly' && !slimFlyExists(spec.topology.q)) return undefined;
  const plan = planScaleOut(spec);
  const nics = spec.nodes * spec.nic.perNode;
  const half = (nics * spec.nic.bandwidthGBps) / 2;
  const tree = plan.spines > 0 && plan.routers === 0 && spec.topology.kind !== 'dragonfly-plus';
  return Math.min(half, tree ? treeCut(spec, plan) : middleCut(spec, plan));
}

function treeCut(spec: ClusterSpec, plan: ScaleOut): number {
  const { onward } = portTally(spec, plan);
  const rate = (first: number, count: number): number =>
    onward.subarray(first, first + count).reduce((sum, of) => sum + of, 0) / 2;
  const leaves = rate(0, plan.leaves);
  return plan.cores === 0 ? leaves : Math.min(leaves, rate(plan.leaves, plan.spines));
}

/**
 * A switch belongs to the half of its NICs, one without NICs to that of most of its neighbours' by number.
 */
function middleCut(spec: ClusterSpec, plan: ScaleOut): number {
  if (switchCount(plan) === 1) return Infinity;
  const tiers = tiersOf(plan);
  const tier = tierIndex(plan);
  const starts = tiers.map((_, index) => tiers.slice(0, index).reduce((sum, count) => sum + count, 0));
  const isFirst = (s: number): boolean => 2 * (s - starts[tier(s)]) < tiers[tier(s)];
  const portRate = spec.nic.bandwidthGBps / plan.portsPerNic;
  let cut = 0;
  plan.wire((a, b, _class, _plane, speed = 1) => {
    if (isFirst(a) !== isFirst(b)) cut += speed * portRate;
  });
  return plan.planes > 1 ? Infinity : cut;
}
