/** When a silent corruption is found, and what looking for it costs. */
import { type RandomStream, SECONDS_PER_DAY } from '@railyard/base';
import { type FaultClassSpec, drawDuration, durationQuantile, visibilityOf } from '../faults/index.js';
import { type DetectorKind, type RecoveryPolicySpec } from './policy-spec.js';

/** Share of running time that the policy's detectors take. */
export function checkingShare({ detectors }: RecoveryPolicySpec): number {
  return detectors.reduce(
    (sum, { overheadFraction, periodS, checkS, falseAlarmsPerDay = 0, falseAlarmS = 0 }) =>
      sum +
      overheadFraction +
      (periodS === undefined ? 0 : (checkS ?? 0) / periodS) +
      (falseAlarmsPerDay * falseAlarmS) / SECONDS_PER_DAY,
    0,
  );
}

export interface Discovery {
  /** Seconds from the first wrong result of a device; Infinity when nobody finds it. */
  readonly afterS: number;
  /** It shows in the training itself, which cannot go on from such a state. */
  readonly shows: boolean;
}

/**
 * Discovery of a defective device: by people, when the corruption is of the share that shows (NaN, loss), or
 * by the first detector that sees it. The detectors act in union with people, so none of them can make a job
 * find less. `stream` is addressed to this corruption and each detector draws its own: adding one never
 * changes what another sees.
 */
export function discoveryOf(
  { detectors }: RecoveryPolicySpec,
  spec: FaultClassSpec,
  stream: RandomStream,
  replica: number,
  key: number,
): Discovery {
  const draw = (salt: number): RandomStream =>
    stream.seek(replica, (key ^ Math.imul(salt, 0x9e3779b1)) >>> 0);
  const { share, delay } = visibilityOf(spec);
  const people = draw(0);
  const noticedS = people.uniform() < share ? drawDuration(delay, people) : Infinity;
  let afterS = noticedS;
  const ofKind = new Map<DetectorKind, number>();
  for (const detector of detectors) {
    const before = ofKind.get(detector.kind) ?? 0;
    ofKind.set(detector.kind, before + 1);
    const own = draw(DETECTOR_SALT[detector.kind] + before * KINDS);
    const seen = own.uniform() < detector.recall;
    const delayS =
      detector.delay === undefined
        ? own.uniform() * (detector.periodS ?? 0)
        : drawDuration(detector.delay, own);
    if (seen) afterS = Math.min(afterS, delayS);
  }
  return { afterS, shows: afterS === noticedS };
}

const DETECTOR_SALT: Readonly<Record<DetectorKind, number>> = {
  checksum: 1,
  'gradient-norm': 2,
  'redundancy-check': 3,
  'vendor-diagnostic': 4,
};
const KINDS = 4;

/**
 * Seconds within which a share (95 %) of what each of people and detectors finds is found: how far
 * checkpoints must reach.
 */
export function latestDiscoveryS(
  { detectors }: RecoveryPolicySpec,
  spec: FaultClassSpec,
  found = 0.95,
): number {
  const { share, delay } = visibilityOf(spec);
  return detectors
    .filter(({ recall }) => recall > 0)
    .map((detector) =>
      detector.delay === undefined ? (detector.periodS ?? 0) : durationQuantile(detector.delay, found),
    )
    .reduce((most, seconds) => Math.max(most, seconds), share > 0 ? durationQuantile(delay, found) : 0);
}
