/** Inputs of a service that are not known exactly: which, how far they may lie from what it takes, why. */
import { type Constant, type Provenance } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { LOGFMT_CODEC_SHARE, LOGFMT_CODEC_SHARE_RANGE, codecFactor } from '@railyard/parallelism';
import {
  DRAFT_ACCEPTANCE,
  DRAFT_ACCEPTANCE_RANGE,
  PROCESSOR_SHARE,
  PROCESSOR_SHARE_RANGE,
  SERVING_LOAD_CV,
  SERVING_LOAD_CV_RANGE,
  type ServingSpec,
} from '@railyard/serving';
import { kernelRateErrors } from '../uncertainty/index.js';

export interface RangedServiceInput {
  readonly name: string;
  readonly value: number;
  /** Ends of its 90 % interval. */
  readonly range: readonly [low: number, high: number];
  readonly provenance: Provenance;
  readonly reason: string;
  readonly changeTo: (value: number) => ServingSpec;
}

/** What the document states otherwise is known to its author. */
export function rangedServiceInputs(spec: ServingSpec): readonly RangedServiceInput[] {
  return [...kernelRates(spec), ...expertLoads(spec), ...drafts(spec), ...codecs(spec), ...processors(spec)];
}

function kernelRates(spec: ServingSpec): readonly RangedServiceInput[] {
  const { device } = spec.cluster;
  return kernelRateErrors(device).map((error) => ({
    ...error,
    value: 1,
    changeTo: (scale) => ({
      ...spec,
      cluster: {
        ...spec.cluster,
        device:
          error.name === 'kernels.matrixRate'
            ? withMatrixRate(device, scale)
            : { ...device, memoryBandwidthGBps: scale * device.memoryBandwidthGBps },
      },
    }),
  }));
}

const withMatrixRate = (device: DeviceSpec, scale: number): DeviceSpec => ({
  ...device,
  bf16Tflops: scale * device.bf16Tflops,
  fp8Tflops: scale * device.fp8Tflops,
  ...(device.fp4Tflops === undefined ? {} : { fp4Tflops: scale * device.fp4Tflops }),
});

type Range = RangedServiceInput['range'];

const ranged = (
  name: string,
  { value, provenance, source: reason }: Constant,
  range: Range,
  changeTo: RangedServiceInput['changeTo'],
): RangedServiceInput => ({ name, value, range, provenance, reason, changeTo });

function expertLoads(spec: ServingSpec): readonly RangedServiceInput[] {
  const { model, routing, prefill, decode } = spec;
  const spreads = model.moe !== undefined && Math.max(prefill.expert, decode.expert) > 1;
  if (!spreads || routing.expertLoadCv !== SERVING_LOAD_CV.value) return [];
  return [
    ranged('routing.expertLoadCv', SERVING_LOAD_CV, SERVING_LOAD_CV_RANGE, (expertLoadCv) => ({
      ...spec,
      routing: { ...routing, expertLoadCv },
    })),
  ];
}

function drafts(spec: ServingSpec): readonly RangedServiceInput[] {
  const { speculation } = spec;
  if (speculation.depth === 0 || speculation.acceptance !== DRAFT_ACCEPTANCE.value) return [];
  return [
    ranged('speculation.acceptance', DRAFT_ACCEPTANCE, DRAFT_ACCEPTANCE_RANGE, (acceptance) => ({
      ...spec,
      speculation: { ...speculation, acceptance },
    })),
  ];
}

function codecs(spec: ServingSpec): readonly RangedServiceInput[] {
  const { communication } = spec;
  const { dispatchPrecision, combinePrecision, codecShare } = communication;
  const coded = codecFactor(dispatchPrecision) > 1 || codecFactor(combinePrecision) > 1;
  if (!coded || codecShare !== undefined) return [];
  return [
    ranged('communication.codecShare', LOGFMT_CODEC_SHARE, LOGFMT_CODEC_SHARE_RANGE, (share) => ({
      ...spec,
      communication: { ...communication, codecShare: share },
    })),
  ];
}

function processors(spec: ServingSpec): readonly RangedServiceInput[] {
  const { hostExperts } = spec;
  if (hostExperts?.by !== 'processor') return [];
  const { bandwidthGBps } = hostExperts;
  return [
    ranged('hostExperts.share', PROCESSOR_SHARE, PROCESSOR_SHARE_RANGE, (share) => ({
      ...spec,
      hostExperts: { ...hostExperts, bandwidthGBps: (bandwidthGBps * share) / PROCESSOR_SHARE.value },
    })),
  ];
}
