/**
 * Published bubbles: idle time of a device in a step, from 0 until the last device is done, without
 * communication. F, B, W and F&B are times of one micro-batch on one *device*; B is the full backward (input
 * + weight), as in the DualPipe README. A schedule with v chunks per device has stages of F / v and so on,
 * which the formulas below already count in. All hold for identical stages, with `leastMicroBatches`, at the
 * op times of `exactAt`. At other times they are the authors' approximation, and execution is the truth; with
 * fewer micro-batches they say nothing.
 */
import { type ScheduleName } from './schedule-name.js';

/** Per device and micro-batch, in any one unit. */
export interface DeviceOpTimes {
  readonly forward: number;
  readonly backwardInput: number;
  readonly weight: number;
  /** A forward overlapped with a full backward. */
  readonly forwardBackward: number;
}

export interface BubbleFormula {
  /** As published; P is devices (DualPipe, DualPipeV: PP counts stages). */
  readonly text: string;
  readonly source: string;
  /**
   * Fewest micro-batches that it holds with, beyond those that the schedule requires (request.ts).
   */
  leastMicroBatches(ranks: number): number;
  /** The op times that it holds at, in words and for given ones. */
  readonly exactFor: string;
  exactAt(times: DeviceOpTimes): boolean;
  bubble(ranks: number, chunksPerDevice: number, times: DeviceOpTimes): number;
}

type Validity = Pick<BubbleFormula, 'exactFor' | 'exactAt'>;

/** Texts of decimal times do not add up exactly. */
const equal = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
const equalTimes = (t: DeviceOpTimes): boolean =>
  equal(t.forward, t.backwardInput) && equal(t.forward, t.weight);

const ANY_TIMES: Validity = { exactFor: 'any op times', exactAt: () => true };
const EQUAL_TIMES: Validity = { exactFor: 'F = B input = W', exactAt: equalTimes };
const OVERLAPPED_TIMES: Validity = {
  exactFor: 'F = B input = W and F&B = F + B',
  exactAt: (t) => equalTimes(t) && equal(t.forwardBackward, t.forward + full(t)),
};
/** Where they are not, the bubble is (P - 1) max(F, B input): the argument in zb-h1.ts. */
const SHORT_WEIGHTS: Validity = {
  exactFor: 'W up to F and up to B input',
  exactAt: (t) => t.weight <= t.forward && t.weight <= t.backwardInput,
};

const anyNumber = (): number => 1;
const onePerRank = (ranks: number): number => ranks;

const zeroBubblePaper = 'Qi et al., Zero Bubble Pipeline Parallelism, arXiv 2401.10241';
const dualPipeReadme = 'deepseek-ai/DualPipe, README, table of bubbles';

export const BUBBLE_FORMULAS: Readonly<Record<ScheduleName, BubbleFormula>> = {
  gpipe: {
    text: '(P - 1)(F + B)',
    source: 'Huang et al., GPipe, NeurIPS 2019, section 2.3; Narayanan et al., SC 2021, section 2.2',
    leastMicroBatches: anyNumber,
    ...ANY_TIMES,
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t)),
  },
  '1f1b': {
    text: '(PP - 1)(F + B)',
    source: dualPipeReadme,
    leastMicroBatches: anyNumber,
    ...ANY_TIMES,
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t)),
  },
  interleaved: {
    text: '(P - 1)(F + B) / v',
    source: 'Narayanan et al., SC 2021, section 2.2.2',
    leastMicroBatches: onePerRank,
    ...ANY_TIMES,
    bubble: (ranks, chunks, t) => ((ranks - 1) * (t.forward + full(t))) / chunks,
  },
  'zb-h1': {
    text: '(P - 1)(F + B input - W)',
    source: `${zeroBubblePaper}, section 2 (B is the input gradient there)`,
    leastMicroBatches: onePerRank,
    ...SHORT_WEIGHTS,
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + t.backwardInput - t.weight),
  },
  zb1p: {
    text: '(PP - 1)(F + B - 2W)',
    source: dualPipeReadme,
    leastMicroBatches: onePerRank,
    ...SHORT_WEIGHTS,
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t) - 2 * t.weight),
  },
  // The paper counts each device from its own first op to its own last one, where ZB-V idles 0. The start of
  // the last device, P - 1 chunk forwards after the first one's, is idle time of a synchronous step.
  'zb-v': {
    text: '0 between first and last op; + (P - 1) F / 2 before the first',
    source: `${zeroBubblePaper}, section 6 (0); the skew of the starts is derived`,
    leastMicroBatches: (ranks) => 2 * ranks - 1,
    ...EQUAL_TIMES,
    bubble: (ranks, chunks, t) => ((ranks - 1) * t.forward) / chunks,
  },
  dualpipe: {
    text: '(PP/2 - 1)(F&B + B - 3W)',
    source: dualPipeReadme,
    leastMicroBatches: anyNumber,
    ...OVERLAPPED_TIMES,
    bubble: (ranks, _chunks, t) => (ranks / 2 - 1) * (t.forwardBackward + full(t) - 3 * t.weight),
  },
  // PP = 2P stages, each half of a device's work: (2P/2 - 1) x half of the bracket.
  'dualpipe-v': {
    text: '(PP/2 - 1)(F&B + B - 3W) with PP = 2P half-size stages',
    source: dualPipeReadme,
    leastMicroBatches: anyNumber,
    ...OVERLAPPED_TIMES,
    bubble: (ranks, chunks, t) => ((ranks - 1) * (t.forwardBackward + full(t) - 3 * t.weight)) / chunks,
  },
};

function full(times: DeviceOpTimes): number {
  return times.backwardInput + times.weight;
}
