/**
 * Which rate, policy or assumption matters most: each halved and doubled alone, on the same faults, and the
 * change of ETTR and of goodput.
 */
import {
  type DurationSpec,
  type FaultClassSpec,
  type FaultProfileSpec,
  type FaultRecord,
  machineNodes,
  nodeOf,
  visibilityOf,
} from '../faults/index.js';
import { type RecoveryPolicySpec, type ReplayRequest, withInterval } from '../job/index.js';
import { type Statistic, pairedDifference, runReplicas } from '../montecarlo/index.js';

export interface SensitivityRow {
  readonly factor: string;
  readonly kind: 'rate' | 'policy' | 'assumption';
  /** Change of ETTR against the request as it stands, paired, at half and at double the factor. */
  readonly halved: Statistic;
  readonly doubled: Statistic;
  readonly goodputHalved: Statistic;
  readonly goodputDoubled: Statistic;
  /** Larger mean change of goodput of the two. */
  readonly swing: number;
}

interface Factor {
  readonly name: string;
  readonly kind: SensitivityRow['kind'];
  readonly at: (request: ReplayRequest, multiple: number) => ReplayRequest;
}

const ofPolicy = (
  name: string,
  change: (policy: RecoveryPolicySpec, multiple: number) => Partial<RecoveryPolicySpec>,
): Factor => ({
  name,
  kind: 'policy',
  at: (request, multiple) => ({
    ...request,
    policy: { ...request.policy, ...change(request.policy, multiple) },
  }),
});

const ofClasses = (
  name: string,
  change: (spec: FaultClassSpec, multiple: number) => FaultClassSpec,
): Factor => ({
  name,
  kind: 'assumption',
  at: (request, multiple) => ({
    ...request,
    profile: mapClasses(request.profile, (spec) => change(spec, multiple)),
  }),
});

const mapClasses = (
  profile: FaultProfileSpec,
  change: (spec: FaultClassSpec) => FaultClassSpec,
): FaultProfileSpec => ({ ...profile, classes: profile.classes.map(change) });

function longer(duration: DurationSpec, multiple: number): DurationSpec {
  switch (duration.kind) {
    case 'fixed':
      return { ...duration, seconds: duration.seconds * multiple };
    case 'log-normal':
      return { ...duration, medianS: duration.medianS * multiple };
    case 'exponential':
      return { ...duration, meanS: duration.meanS * multiple };
  }
}

/** The durations of a recorded fault stand in the log, not in its class: both are turned. */
const ofDurations = (name: string, ...kinds: readonly FaultClassSpec['effect']['kind'][]): Factor => ({
  name,
  kind: 'assumption',
  at: (request, multiple) => ({
    ...request,
    profile: mapClasses(request.profile, (spec) =>
      effectIs(spec, ...kinds) ? { ...spec, duration: longer(spec.duration, multiple) } : spec,
    ),
    ...changedLog(request, (record) =>
      effectIs(request.profile.classes[record.classIndex], ...kinds)
        ? { ...record, durationS: record.durationS * multiple }
        : record,
    ),
  }),
});

const changedLog = (
  { faultLog }: ReplayRequest,
  change: (record: FaultRecord) => FaultRecord | undefined,
): Pick<ReplayRequest, 'faultLog'> => (faultLog === undefined ? {} : { faultLog: faultLog.changed(change) });

const effectIs = (spec: FaultClassSpec, ...kinds: readonly FaultClassSpec['effect']['kind'][]): boolean =>
  kinds.includes(spec.effect.kind);

const POLICY_FACTORS: readonly Factor[] = [
  {
    name: 'checkpointIntervalS',
    kind: 'policy',
    at: (request, multiple) => ({
      ...request,
      policy: withInterval(request.policy, Math.max(1, request.policy.checkpointIntervalS * multiple)),
    }),
  },
  ofPolicy('checkpointStallS', (policy, multiple) => ({
    checkpointStallS: policy.checkpointStallS * multiple,
  })),
  ofPolicy('restartS', (policy, multiple) => ({
    restartS: policy.restartS * multiple,
    ...(policy.inPlaceRestartS === undefined ? {} : { inPlaceRestartS: policy.inPlaceRestartS * multiple }),
  })),
  ofPolicy('flapWindowS', (policy, multiple) => ({ flapWindowS: policy.flapWindowS * multiple })),
  {
    name: 'spareNodes',
    kind: 'policy',
    at: (request, multiple) => withSpares(request, Math.round(request.fleet.spareNodes * multiple)),
  },
];

/**
 * Values for which no public source was found: repair time, flap length, corruption latency, time to find a
 * slow node, detection.
 */
const ASSUMPTIONS: readonly Factor[] = [
  ofDurations('node repair time', 'drain', 'corrupt', 'restart'),
  ofDurations('link and switch repair time', 'outage'),
  ofDurations('flap length', 'flap'),
  ofClasses('delay until people notice a corruption', (spec, multiple) => {
    if (spec.effect.kind !== 'corrupt') return spec;
    const { share, delay } = visibilityOf(spec);
    return {
      ...spec,
      effect: { kind: 'corrupt', visibleShare: share, visibleDelay: longer(delay, multiple) },
    };
  }),
  ofClasses('share of corruptions that people notice', (spec, multiple) =>
    spec.effect.kind === 'corrupt'
      ? {
          ...spec,
          effect: { ...spec.effect, visibleShare: Math.min(1, visibilityOf(spec).share * multiple) },
        }
      : spec,
  ),
  ofClasses('time to find a slow node', (spec, multiple) =>
    effectIs(spec, 'slow') ? { ...spec, detectionS: spec.detectionS * multiple } : spec,
  ),
  ofClasses('time to detect a crash', (spec, multiple) =>
    effectIs(spec, 'drain', 'restart') ? { ...spec, detectionS: spec.detectionS * multiple } : spec,
  ),
];

/** Recorded faults of spares that the machine then lacks strike nothing. */
function withSpares(request: ReplayRequest, spareNodes: number): ReplayRequest {
  const fleet = { ...request.fleet, spareNodes };
  const isThere = ({ classIndex, component }: FaultRecord): boolean =>
    nodeOf(fleet, request.profile.classes[classIndex].component, component) < machineNodes(fleet);
  return { ...request, fleet, ...changedLog(request, (record) => (isThere(record) ? record : undefined)) };
}

const ofRate = (spec: FaultClassSpec): Factor => ({
  name: `rate of ${spec.id}`,
  kind: 'rate',
  at: (request, multiple) => {
    const byClass = request.rateScale?.byClass ?? {};
    return {
      ...request,
      rateScale: {
        ...request.rateScale,
        byClass: { ...byClass, [spec.id]: (byClass[spec.id] ?? 1) * multiple },
      },
    };
  },
});

/**
 * The largest swing first. A recorded log has no rates: there only policies and assumptions are turned, and
 * no fault comes after its last one.
 * @param onShare is called with the share of the factors that are done
 */
export function sensitivity(
  request: ReplayRequest,
  replicas: number,
  onShare: (done: number) => void = () => undefined,
): readonly SensitivityRow[] {
  const base = runReplicas(request, 0, replicas);
  const change = (factor: Factor, multiple: number): readonly [ettr: Statistic, goodput: Statistic] => {
    const changed = runReplicas(factor.at(request, multiple), 0, replicas);
    return [pairedDifference(changed, base, 'ettr'), pairedDifference(changed, base, 'goodput')];
  };
  const rates =
    request.faultLog === undefined
      ? request.profile.classes.filter(({ effect }) => effect.kind !== 'log-only').map(ofRate)
      : [];
  const factors = [...rates, ...POLICY_FACTORS, ...ASSUMPTIONS];
  return factors
    .map((factor, index): SensitivityRow => {
      onShare(index / factors.length);
      const [halved, goodputHalved] = change(factor, 0.5);
      const [doubled, goodputDoubled] = change(factor, 2);
      return {
        factor: factor.name,
        kind: factor.kind,
        halved,
        doubled,
        goodputHalved,
        goodputDoubled,
        swing: Math.max(Math.abs(goodputHalved.mean), Math.abs(goodputDoubled.mean)),
      };
    })
    .sort((a, b) => b.swing - a.swing || (a.factor < b.factor ? -1 : 1));
}
