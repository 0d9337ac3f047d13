/** Inputs that are not known exactly: which, how far they may lie from what a run takes, and why. */
import { type Constant, type Provenance, assumed, measured } from '@railyard/base';
import {
  EXPERT_LOAD_CV,
  EXPERT_LOAD_CV_RANGE,
  OVERLAPPED_EXPERT_RATE,
  OVERLAPPED_EXPERT_RATE_RANGE,
  calibrationOf,
} from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { type JobChange } from './job-change.js';

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
 * Error of the kernel model on kernels that it was not fitted to (`railyard accuracy kernels`, H200, training
 * kernels): 3.3 % in the median. A layer is a sum of many kinds of kernels whose errors differ in sign, so
 * this is taken as the 90 % interval of the sum.
 */
const MATRIX_RATE_ERROR: Constant = measured(
  0.033,
  '',
  'railyard accuracy kernels, H200: median error of training kernels not fitted',
);

/** Of memory-bound kernels: between the median error of all and the 8 % that a spec holds them to. */
const MEMORY_RATE_ERROR: Constant = assumed(
  0.05,
  '',
  'between the median error of all training kernels (3.3 %) and what memory-bound ones are held to (8 %)',
);

/** A device without measured kernels runs on the constants of its nearest relative. */
const UNMEASURED_FACTOR = 3;

/**
 * What moves the step too little to matter is left out: the NIC's efficiency (48 to 49 of 50 GB/s) moves the
 * founding case's step by .13 %.
 */
export function rangedInputs(spec: JobSpec): readonly RangedInput[] {
  const { device } = spec.cluster;
  const { model, parallelism, communication, routing } = spec.workload;
  const exchanges = model.moe !== undefined && parallelism.expert > 1;
  const trust = calibrationOf(device).warning === undefined ? 1 : UNMEASURED_FACTOR;
  return [
    scaled('kernels.matrixRate', MATRIX_RATE_ERROR, trust, (scale) => ({
      device: {
        bf16Tflops: scale * device.bf16Tflops,
        fp8Tflops: scale * device.fp8Tflops,
      },
    })),
    scaled('kernels.memoryRate', MEMORY_RATE_ERROR, trust, (scale) => ({
      device: { memoryBandwidthGBps: scale * device.memoryBandwidthGBps },
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

/** A rate of which only its relative error is known. */
function scaled(
  name: string,
  error: Constant,
  trust: number,
  changeTo: (scale: number) => JobChange,
): RangedInput {
  const share = error.value * trust;
  return {
    name,
    value: 1,
    range: [1 - share, 1 + share],
    provenance: error.provenance,
    reason: trust === 1 ? error.source : `${error.source}; ${trust} times as far on a device not measured`,
    changeTo,
  };
}
