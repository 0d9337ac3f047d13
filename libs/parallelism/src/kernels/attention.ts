/** Time of the attention core (softmax(QK')V and its gradient). */
import { invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { ATTENTION_BACKWARD, ATTENTION_FORWARD } from './calibration.js';
import { type AttentionShape, type SmOptions } from './kernel-options.js';

/** FLOP of the core: two matrix products forward, five backward; half of each when causal. */
export function attentionFlops(shape: AttentionShape): number {
  const { batch, heads, sequenceQuery, sequenceKey, headDimQk, headDimV } = shape;
  const forward = 2 * batch * heads * sequenceQuery * sequenceKey * (headDimQk + headDimV);
  return (shape.causal ? 0.5 : 1) * (shape.pass === 'forward' ? 1 : 2.5) * forward;
}

/** Seconds that the kernel runs, as a profiler would show it. */
export function attentionSeconds(device: DeviceSpec, shape: AttentionShape, options: SmOptions = {}): number {
  const sms = options.sms ?? device.sms;
  invariant(sms > 0, 'a kernel needs an SM', { sms });
  const fraction = shape.pass === 'forward' ? ATTENTION_FORWARD : ATTENTION_BACKWARD;
  return attentionFlops(shape) / ((device.bf16Tflops * 1e12 * sms * fraction) / device.sms);
}
