/**
 * Published bubbles: idle time of a device in a step, from 0 until the last device is done, without communication.
 * F, B, W and F&B are times of one micro-batch on one *device*; B is the full backward (input + weight), as in the DualPipe README.
 * A schedule with v chunks per device has stages of F / v and so on, which the formulas below already count in.
 * All hold for identical stages, F = B input = W and F&B = F + B; elsewhere they are the authors' approximation, and execution is the truth.
 */
import { type ScheduleName } from '../plan/workload-spec.js';

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
  /** Beyond what the head of this file says. */
  readonly assumes: string;
  bubble(ranks: number, chunksPerDevice: number, times: DeviceOpTimes): number;
}

const zeroBubblePaper = 'Qi et al., Zero Bubble Pipeline Parallelism, arXiv 2401.10241';
const dualPipeReadme = 'deepseek-ai/DualPipe, README, table of bubbles';

export const BUBBLE_FORMULAS: Readonly<Record<ScheduleName, BubbleFormula>> = {
  gpipe: {
    text: '(P - 1)(F + B)',
    source: 'Huang et al., GPipe, NeurIPS 2019, section 2.3; Narayanan et al., SC 2021, section 2.2',
    assumes: 'any times, any number of micro-batches',
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t)),
  },
  '1f1b': {
    text: '(PP - 1)(F + B)',
    source: dualPipeReadme,
    assumes: 'any times, any number of micro-batches',
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t)),
  },
  interleaved: {
    text: '(P - 1)(F + B) / v',
    source: 'Narayanan et al., SC 2021, section 2.2.2',
    assumes: 'micro-batches divisible by P',
    bubble: (ranks, chunks, t) => ((ranks - 1) * (t.forward + full(t))) / chunks,
  },
  'zb-h1': {
    text: '(P - 1)(F + B input - W)',
    source: `${zeroBubblePaper}, section 2 (B is the input gradient there)`,
    assumes: 'at least P micro-batches',
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + t.backwardInput - t.weight),
  },
  zb1p: {
    text: '(PP - 1)(F + B - 2W)',
    source: dualPipeReadme,
    assumes: 'at least P micro-batches',
    bubble: (ranks, _chunks, t) => (ranks - 1) * (t.forward + full(t) - 2 * t.weight),
  },
  // The paper counts each device from its own first op to its own last one, where ZB-V idles 0. The start of the last device,
  // P - 1 chunk forwards after the first one's, is idle time of a synchronous step.
  'zb-v': {
    text: '0 between first and last op; + (P - 1) F / 2 before the first',
    source: `${zeroBubblePaper}, section 6 (0); the skew of the starts is derived`,
    assumes: 'at least 2P - 1 micro-batches',
    bubble: (ranks, chunks, t) => ((ranks - 1) * t.forward) / chunks,
  },
  dualpipe: {
    text: '(PP/2 - 1)(F&B + B - 3W)',
    source: dualPipeReadme,
    assumes: 'PP even, micro-batches even and at least 2 PP',
    bubble: (ranks, _chunks, t) => (ranks / 2 - 1) * (t.forwardBackward + full(t) - 3 * t.weight),
  },
  // PP = 2P stages, each half of a device's work: (2P/2 - 1) x half of the bracket.
  'dualpipe-v': {
    text: '(PP/2 - 1)(F&B + B - 3W) with PP = 2P half-size stages',
    source: dualPipeReadme,
    assumes: 'at least 2P micro-batches',
    bubble: (ranks, chunks, t) => ((ranks - 1) * (t.forwardBackward + full(t) - 3 * t.weight)) / chunks,
  },
};

function full(times: DeviceOpTimes): number {
  return times.backwardInput + times.weight;
}
