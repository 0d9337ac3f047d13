/** Whether a job's attention kernel exists for its device. */
import { type IssueList } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type SoftwareSpec } from '../software/index.js';

/** FlashAttention 3 is written for Hopper's asynchronous tensor cores (arXiv 2407.08608). */
export function checkSoftware(device: DeviceSpec, software: SoftwareSpec | undefined, at: IssueList): void {
  const isHopper = device.fp8Tflops > 0 && (device.fp4Tflops ?? 0) === 0;
  at.at('attention').require(
    software?.attention !== 'flash3' || isHopper,
    'unsupported-attention',
    `attention must be a kernel that ${device.name} has (got flash3, which is for Hopper).`,
    'Use cudnn or flash2.',
  );
}
