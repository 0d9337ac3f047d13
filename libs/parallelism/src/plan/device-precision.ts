/** Which precisions a device has. */
import { type IssueList } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { PRECISIONS, type Precision } from '../model/index.js';

/** Scales of 32 or 16 elements are applied by the tensor cores that have FP4. */
export function supportsPrecision(device: DeviceSpec, precision: Precision): boolean {
  switch (precision) {
    case 'fp32':
    case 'fp16':
      return true;
    case 'bf16':
      return device.lacksBf16 !== true;
    case 'fp8':
    case 'fp8-tensor':
    case 'fp8-delayed':
    case 'fp8-row':
      return device.fp8Tflops > 0;
    case 'mxfp8':
    case 'nvfp4':
      return (device.fp4Tflops ?? 0) > 0;
  }
}

/** `at` is the precision. */
export function checkPrecision(device: DeviceSpec, precision: Precision, at: IssueList): void {
  const supported = PRECISIONS.filter((other) => supportsPrecision(device, other));
  const nearest = ['fp8-tensor', 'bf16', 'fp16'].find((other) => supported.includes(other as Precision));
  at.require(
    supported.includes(precision),
    'unsupported-precision',
    `precision must be ${supported.slice(0, -1).join(', ')} or ${supported.at(-1)} on ${device.name}, ` +
      `which has no ${CORES[precision]} (got ${precision}).`,
    `Use ${nearest}.`,
  );
}

/** What a device without the precision lacks. */
const CORES: Readonly<Record<Precision, string>> = {
  fp32: 'FP32',
  fp16: 'FP16',
  bf16: 'BF16',
  fp8: 'FP8 tensor cores',
  'fp8-tensor': 'FP8 tensor cores',
  'fp8-delayed': 'FP8 tensor cores',
  'fp8-row': 'FP8 tensor cores',
  mxfp8: 'tensor cores that apply block scales',
  nvfp4: 'tensor cores that apply block scales',
};
