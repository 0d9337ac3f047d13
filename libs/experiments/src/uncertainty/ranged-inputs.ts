/** Inputs that are not known exactly: which, how far they may lie from what a run takes, and why. */
import { type Provenance } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import {
  EXPERT_LOAD_CV,
  EXPERT_LOAD_CV_RANGE,
  OVERLAPPED_EXPERT_RATE,
  OVERLAPPED_EXPERT_RATE_RANGE,
} from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { type JobChange } from './job-change.js';
import { type RateError, kernelRateErrors } from './kernel-rate-errors.js';

export interface RangedInput {
  readonly name: string;
  readonly value: number;
  /** Ends of its 90 % interval. */
  readonly range: readonly [low: number, high: number];
  readonly provenance: Provenance;
  readonly reason: string;
  readonly changeTo: (value: number) => JobChange;
}

/**
 * What moves the step too little to matter is left out: the NIC's efficiency (48 to 49 of 50 GB/s) moves the
 * founding case's step by .13 %.
 */
export function rangedInputs(spec: JobSpec): readonly RangedInput[] {
  const { device } = spec.cluster;
  const { model, parallelism, communication, routing } = spec.workload;
  const exchanges = model.moe !== undefined && parallelism.expert > 1;
  return [
    ...kernelRateErrors(device).map((error) => ({
      ...error,
      value: 1,
      changeTo: (scale: number) => ({ device: changedRate(device, error.name, scale) }),
    })),
    ...(exchanges && routing.expertLoadCv === EXPERT_LOAD_CV.value
      ? [
          {
            name: 'workload.routing.expertLoadCv',
            value: EXPERT_LOAD_CV.value,
            range: EXPERT_LOAD_CV_RANGE,
            provenance: EXPERT_LOAD_CV.provenance,
            reason: EXPERT_LOAD_CV.source,
            changeTo: (expertLoadCv: number) => ({ expertLoadCv }),
          },
        ]
      : []),
    ...(exchanges && communication.sms > 0
      ? [
          {
            name: 'experts.overlappedRate',
            value: OVERLAPPED_EXPERT_RATE.value,
            range: OVERLAPPED_EXPERT_RATE_RANGE,
            provenance: OVERLAPPED_EXPERT_RATE.provenance,
            reason: 'slowest and fastest of the four collectives of the profile',
            changeTo: (overlappedExpertRate: number) => ({ overlappedExpertRate }),
          },
        ]
      : []),
  ];
}

function changedRate(
  { bf16Tflops, fp8Tflops, memoryBandwidthGBps }: DeviceSpec,
  name: RateError['name'],
  scale: number,
): Partial<DeviceSpec> {
  return name === 'kernels.matrixRate'
    ? { bf16Tflops: scale * bf16Tflops, fp8Tflops: scale * fp8Tflops }
    : { memoryBandwidthGBps: scale * memoryBandwidthGBps };
}
