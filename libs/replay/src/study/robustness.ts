/**
 * Data of the report `reproduce robustness`: the paper's sections 6.1 and 5.1 priced on a job. Every
 * comparison plays the same faults on both sides, so its confidence interval is that of the difference.
 */
import {
  type FaultClassSpec,
  type FaultFamily,
  type FaultProfileSpec,
  FAULT_PROFILES,
  LINK_FLAP,
  withClasses,
} from '../faults/index.js';
import {
  type MachineCondition,
  type MachineModel,
  type RecoveryPolicySpec,
  type ReplayRequest,
  undisturbed,
} from '../job/index.js';
import {
  type Metric,
  metricStatistic,
  pairedDifference,
  runReplicas,
  type Statistic,
} from '../montecarlo/index.js';
import { type DetectorStudy, VISIBLE_SHARES, detectorStudy } from './detector-study.js';

export interface RobustnessRequest {
  /** The job on the multi-plane network as deployed; its profile is not used. */
  readonly deployed: Omit<ReplayRequest, 'profile'>;
  /** The same nodes on one multi-rail fabric, and with ideal multi-port NICs. */
  readonly singleFabric: { readonly fleet: ReplayRequest['fleet']; readonly machine: MachineModel };
  readonly multiPort: { readonly fleet: ReplayRequest['fleet']; readonly machine: MachineModel };
  readonly replicas: number;
}

export interface Comparison {
  readonly question: string;
  readonly metric: Metric;
  readonly a: { readonly name: string; readonly value: Statistic };
  readonly b: { readonly name: string; readonly value: Statistic };
  /** a - b, replica by replica. */
  readonly difference: Statistic;
}

export interface OutagePrice {
  readonly element: string;
  readonly network: string;
  /** Step time with the element out over the undisturbed one. */
  readonly slowdown: number;
}

export interface FamilyPrice {
  readonly family: FaultFamily | 'all';
  readonly interruptions: Statistic;
  readonly ettr: Statistic;
  readonly goodput: Statistic;
  /** Goodput with these faults less the same replica's without any. */
  readonly goodputDifference: Statistic;
}

export interface RobustnessData {
  /** ETTR and goodput with the faults of one family only, and with all. */
  readonly byFamily: readonly FamilyPrice[];
  readonly comparisons: readonly Comparison[];
  readonly outages: readonly OutagePrice[];
  /** Detectors of silent corruption against none, by the share that people notice. */
  readonly detectors: readonly DetectorStudy[];
}

/** Leaf-spine links flap as host links do: no public rate of their own. */
export const FABRIC_FLAP: FaultClassSpec = {
  ...LINK_FLAP,
  id: 'fabric_flap',
  component: 'fabric-link',
  provenance: 'assumed',
  source: `rate of host links taken for leaf-spine links: ${LINK_FLAP.source}`,
};

const PHYSICAL = FAULT_PROFILES['llama3-h100-physical'];

const only = (profile: FaultProfileSpec, keep: (spec: FaultClassSpec) => boolean): FaultProfileSpec => ({
  ...profile,
  classes: profile.classes.filter(keep),
});

function compare(
  question: string,
  metrics: readonly Metric[],
  replicas: number,
  a: readonly [string, ReplayRequest],
  b: readonly [string, ReplayRequest],
): readonly Comparison[] {
  const [left, right] = [runReplicas(a[1], 0, replicas), runReplicas(b[1], 0, replicas)];
  return metrics.map((metric) => ({
    question,
    metric,
    a: { name: a[0], value: metricStatistic(left, metric) },
    b: { name: b[0], value: metricStatistic(right, metric) },
    difference: pairedDifference(left, right, metric),
  }));
}

/** Time and clean work side by side. */
const SHARES = ['ettr', 'goodput'] as const;

const policyOf = (
  request: Omit<ReplayRequest, 'profile'>,
  change: Partial<RecoveryPolicySpec>,
): RecoveryPolicySpec => ({ ...request.policy, ...change });

/**
 * Network questions: one plane against one fabric, deployed NIC against the ideal one, on the faults of links
 * and switches alone.
 */
function networkComparisons(request: RobustnessRequest): Comparison[] {
  const { deployed, singleFabric, multiPort, replicas } = request;
  const network = withClasses(
    only(PHYSICAL, ({ family }) => family === 'interconnect'),
    FABRIC_FLAP,
  );
  const flaps = only(network, ({ effect }) => effect.kind === 'flap');
  const mpft = { ...deployed, profile: network };
  const ideal: ReplayRequest = {
    ...mpft,
    ...multiPort,
    policy: policyOf(deployed, { networkFault: 'reroute' }),
  };
  return [
    ...compare(
      'A flap in one plane (MPFT) against one in a single fabric (MRFT)',
      SHARES,
      replicas,
      ['mpft', { ...mpft, profile: flaps }],
      ['mrft', { ...mpft, ...singleFabric, profile: flaps }],
    ),
    ...compare(
      'All link and switch faults, MPFT against MRFT',
      SHARES,
      replicas,
      ['mpft', mpft],
      ['mrft', { ...mpft, ...singleFabric }],
    ),
    ...compare(
      'Ideal multi-port NIC against the deployed one',
      SHARES,
      replicas,
      ['multi-port', ideal],
      ['deployed', mpft],
    ),
    ...compare(
      'Ideal multi-port NIC against the deployed one: faults that stop the job',
      ['interruptions'],
      replicas,
      ['multi-port', ideal],
      ['deployed', mpft],
    ),
  ];
}

const ELEMENTS: readonly (readonly [string, Partial<MachineCondition>])[] = [
  ['host link', { worstNicsLost: 1, nodesWithLostNics: 1 }],
  ['leaf', { leavesDown: 1 }],
  ['spine', { spinesDown: 1, worstSpinesDown: 1 }],
  ['leaf-spine link', { worstFabricLinksDown: 1 }],
  ['plane', { planesDown: 1 }],
];

/** What one element out costs in step time on each network. */
export function outagePrices(
  network: string,
  fleet: ReplayRequest['fleet'],
  machine: MachineModel,
): readonly OutagePrice[] {
  const whole = undisturbed(fleet);
  return ELEMENTS.filter(([element]) => element !== 'plane' || fleet.planes > 1).map(([element, change]) => ({
    element,
    network,
    slowdown: machine.stepSeconds({ ...whole, ...change }) / machine.stepSeconds(whole),
  }));
}

export function robustnessData(request: RobustnessRequest): RobustnessData {
  const { deployed, singleFabric, multiPort, replicas } = request;
  const faultless = runReplicas({ ...deployed, profile: only(PHYSICAL, () => false) }, 0, replicas);
  const families: readonly (FaultFamily | 'all')[] = [
    'interconnect',
    'hardware',
    'silent-corruption',
    'software',
    'all',
  ];
  return {
    byFamily: families.map((family) => {
      const chunk = runReplicas(
        { ...deployed, profile: only(PHYSICAL, (spec) => family === 'all' || spec.family === family) },
        0,
        replicas,
      );
      return {
        family,
        interruptions: metricStatistic(chunk, 'interruptions'),
        ettr: metricStatistic(chunk, 'ettr'),
        goodput: metricStatistic(chunk, 'goodput'),
        goodputDifference: pairedDifference(chunk, faultless, 'goodput'),
      };
    }),
    comparisons: networkComparisons(request),
    detectors: VISIBLE_SHARES.map((share) =>
      detectorStudy('DeepSeek-V3, 2,048 GPUs', { ...deployed, profile: PHYSICAL }, replicas, share),
    ),
    outages: [
      ...outagePrices('mpft', deployed.fleet, deployed.machine),
      ...outagePrices('mrft', singleFabric.fleet, singleFabric.machine),
      ...outagePrices('multi-port', multiPort.fleet, multiPort.machine),
    ],
  };
}
