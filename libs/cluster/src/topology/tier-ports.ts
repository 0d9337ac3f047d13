/**
 * What the ports of every tier of switches do: how many are towards NICs or the tier below, how many up or
 * across, how many are free, and how much more comes in from below than can go on: oversubscription. A
 * tier's figure is that of its switch with the highest ratio: NICs fill leaves in order, so the last leaf
 * of a network often has less.
 */
import { invariant } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { SWITCH_TIERS, type SwitchTier } from './inventory.js';
import { planScaleOut } from './plan.js';
import { type ScaleOut, switchCount } from './scale-out.js';
import { slimFlyCounts, slimFlyExists, type SlimFlyTopology } from './slim-fly.js';

export interface TierPorts {
  readonly tier: SwitchTier;
  readonly switches: number;
  /** Ports of one switch. */
  readonly ports: number;
  /** Ports in use of the switch with fewest, and of the one with most. */
  readonly usedPorts: readonly [least: number, most: number];
  /** Of all switches of the tier together. */
  readonly freePorts: number;
  /**
   * Line rates of the switch with the highest ratio: of its NICs or links to lower tiers, and of its links
   * up or across.
   */
  readonly downGBps: number;
  readonly onwardGBps: number;
  /** Down over onward, 2 for 2:1; left out for the highest tier. */
  readonly oversubscription?: number;
}

export const tiersOf = (plan: ScaleOut): readonly number[] => [
  plan.leaves,
  plan.spines,
  plan.cores,
  plan.routers,
];

export interface PortTally {
  readonly used: Float64Array;
  readonly down: Float64Array;
  readonly onward: Float64Array;
}

/** Ports and line rates (GB/s) of every switch. */
export function portTally(spec: ClusterSpec, plan: ScaleOut): PortTally {
  const count = switchCount(plan);
  const used = new Float64Array(count);
  const down = new Float64Array(count);
  const onward = new Float64Array(count);
  const portRate = spec.nic.bandwidthGBps / plan.portsPerNic;
  const nics = new Float64Array(count);
  for (let nic = 0; nic < spec.nodes * spec.nic.perNode; nic += 1)
    for (let port = 0; port < plan.portsPerNic; port += 1) nics[plan.attach(nic, port)] += 1;
  for (let s = 0; s < count; s += 1) {
    used[s] = Math.ceil(nics[s] / (plan.nicsPerPort ?? 1));
    down[s] = nics[s] * portRate;
  }
  const tier = tierIndex(plan);
  plan.wire((a, b, _class, _plane, speed = 1) => {
    used[a] += 1;
    used[b] += 1;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ])
      (tier(to) < tier(from) ? down : onward)[from] += speed * portRate;
  });
  return { used, down, onward };
}

export function tierIndex(plan: ScaleOut): (s: number) => number {
  const ends = tiersOf(plan).map(
    (
      (sum) => (count: number) =>
        (sum += count)
    )(0),
  );
  return (s) => ends.findIndex((end) => s < end);
}

export function tierPorts(spec: ClusterSpec): readonly TierPorts[] {
  if (spec.topology.kind === 'slim-fly' && !slimFlyExists(spec.topology.q))
    return closedSlimFly(spec, spec.topology);
  const plan = planScaleOut(spec);
  const { used, down, onward } = portTally(spec, plan);
  let first = 0;
  return SWITCH_TIERS.flatMap((tier, index) => {
    const switches = tiersOf(plan)[index];
    const from = first;
    first += switches;
    if (switches === 0) return [];
    let [least, most, sum, worst] = [Infinity, 0, 0, from];
    for (let s = from; s < first; s += 1) {
      least = Math.min(least, used[s]);
      most = Math.max(most, used[s]);
      sum += used[s];
      // Compared without a division: a switch without links onward has none to compare.
      if (down[s] * onward[worst] > down[worst] * onward[s]) worst = s;
    }
    return [
      {
        tier,
        switches,
        ports: plan.switchPorts,
        usedPorts: [least, most] as const,
        freePorts: switches * plan.switchPorts - sum,
        downGBps: down[worst],
        onwardGBps: onward[worst],
        ...(onward[worst] === 0 ? {} : { oversubscription: down[worst] / onward[worst] }),
      },
    ];
  });
}

/** Of the counts alone: every router has its endpoints and its degree. */
function closedSlimFly(
  { nic }: ClusterSpec,
  { q, endpointsPerSwitch, switchPorts }: SlimFlyTopology,
): readonly TierPorts[] {
  const counts = slimFlyCounts(q);
  invariant(counts !== undefined, 'Slim Fly has no form for q = 4w + 2', { q });
  const used = counts.degree + endpointsPerSwitch;
  return [
    {
      tier: 'router',
      switches: counts.routers,
      ports: switchPorts,
      usedPorts: [used, used],
      freePorts: counts.routers * (switchPorts - used),
      downGBps: endpointsPerSwitch * nic.bandwidthGBps,
      onwardGBps: counts.degree * nic.bandwidthGBps,
      oversubscription: endpointsPerSwitch / counts.degree,
    },
  ];
}

export interface TierNote {
  readonly code: 'oversubscribed' | 'two-tiers';
  readonly message: string;
}

/** What the reader of a definition may not expect of its tiers. */
export function tierNotes({ topology }: ClusterSpec, tiers: readonly TierPorts[]): readonly TierNote[] {
  const notes: TierNote[] = tiers.flatMap(({ tier, downGBps, onwardGBps, oversubscription = 0 }) =>
    tier === 'router' || oversubscription <= 1 + 1e-9
      ? []
      : [
          {
            code: 'oversubscribed' as const,
            message:
              `A ${tier} takes ${tidy(downGBps)} GB/s from below and passes on ${tidy(onwardGBps)} GB/s: ` +
              `${ratioText(oversubscription)}.`,
          },
        ],
  );
  const spine = tiers.find(({ tier }) => tier === 'spine');
  if ('layers' in topology && topology.layers === 3 && tiers.length === 2 && spine !== undefined)
    notes.push({
      code: 'two-tiers',
      message:
        'The network is two tiers, not three: all its leaves fit one pod, so there are no cores, ' +
        'and spines use ' +
        `${spine.usedPorts[1]} of their ${spine.ports} ports. Set podLeaves for smaller pods that ` +
        `cores join.`,
    });
  return notes;
}

/** `2:1`, `1.45:1`. */
const ratioText = (ratio: number): string => `${tidy(ratio)}:1`;
const tidy = (value: number): number => Number(value.toFixed(2));
