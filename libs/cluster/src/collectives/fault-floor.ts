/**
 * No fault is credited with a gain. What a lost rail carried is spread over all rails that are left, more evenly than NCCL and DeepEP
 * load rails where traffic is irregular (a ring over one NIC of a node, a random placement), and a hash drawn anew may be luckier. The whole
 * fabric could route so too, and the software does not; so a collective takes at least as long as on the fabric without faults.
 */
import { type Fabric } from './fabric.js';

/** What `run` takes on the fabric as it is, or on the whole one if that is longer. */
export function atLeastAsWhole<T extends { readonly seconds: number }>(fabric: Fabric, run: (on: Fabric) => T): T {
  const now = run(fabric);
  if (fabric.healthy) return now;
  const whole = run(fabric.whole);
  return now.seconds >= whole.seconds ? now : whole;
}
