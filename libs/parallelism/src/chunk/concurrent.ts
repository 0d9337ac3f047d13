/**
 * Computation alongside a collective on the same GPU. NCCL's kernels hold SMs and read and write the memory
 * that compute kernels use, so what overlaps is slower, and what does not fit is waited for.
 */
import { type Constant, published } from '@railyard/base';
import { type Situation } from './situation.js';

/** SMs that a collective of NCCL holds while it runs. */
export const COLLECTIVE_SMS: Constant = published(
  16,
  'SMs',
  'NVIDIA, "Enabling Fast Inference and Resilient Training with NCCL 2.27": collectives that do not reduce ' +
    'in the switch take 16 SMs or more',
);

/**
 * The situation of kernels alongside a collective. Of its SMs the library knows nothing, unless a framework
 * that drives both tells it (`isTold`), and loses most of a wave (hopper-kernels.json, `gemm_with_held_sms`).
 */
export function besideCollective(situation: Situation, isTold = false): Situation {
  const left = (sms: number): number => Math.max(1, sms - COLLECTIVE_SMS.value);
  return {
    ...situation,
    persistentSms: left(situation.persistentSms),
    freeSms: left(situation.freeSms),
    contended: true,
    ...(isTold ? {} : { plansWhole: true }),
  };
}

export interface ConcurrentTime {
  /** From the start of both to the end of the later one. */
  readonly seconds: number;
  /** Part of it in which nothing is computed. */
  readonly exposed: number;
}

/**
 * A collective of `wire` seconds alongside computation that takes `alone` seconds by itself and `slowed` as
 * long as the collective runs: it gets through wire / slowed of the work meanwhile, the rest is as fast as
 * alone.
 */
export function concurrentSeconds(alone: number, slowed: number, wire: number): ConcurrentTime {
  if (wire >= slowed) return { seconds: wire, exposed: wire - slowed };
  return { seconds: wire + alone * (1 - wire / slowed), exposed: 0 };
}
