/** When a silent corruption is found, and what looking for it costs. */
import { type RandomStream } from '@railyard/base';
import { drawDuration } from '../faults/index.js';
import { type RecoveryPolicySpec } from './policy-spec.js';

/** Share of running time that the policy's detectors take. */
export function checkingShare({ detectors }: RecoveryPolicySpec): number {
  return detectors.reduce(
    (sum, { overheadFraction, periodS, checkS }) =>
      sum + overheadFraction + (periodS === undefined ? 0 : (checkS ?? 0) / periodS),
    0,
  );
}

/**
 * Seconds from a corruption to its discovery by the first detector that sees it; Infinity when none does.
 * `stream` is addressed to this corruption, so each detector's draws are its own: adding one never changes
 * what another sees.
 */
export function discoveryDelay(
  { detectors }: RecoveryPolicySpec,
  latencyS: number,
  stream: RandomStream,
  replica: number,
  key: number,
): number {
  if (detectors.length === 0) return latencyS;
  let first = Infinity;
  for (const detector of detectors) {
    stream.seek(replica, (key ^ Math.imul(DETECTOR_SALT[detector.kind], 0x9e3779b1)) >>> 0);
    const seen = stream.uniform() < detector.recall;
    const delayS =
      detector.delay === undefined
        ? stream.uniform() * (detector.periodS ?? 0)
        : drawDuration(detector.delay, stream);
    if (seen) first = Math.min(first, delayS);
  }
  return first;
}

const DETECTOR_SALT = {
  checksum: 1,
  'gradient-norm': 2,
  'redundancy-check': 3,
  'vendor-diagnostic': 4,
} as const;
