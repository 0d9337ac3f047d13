/**
 * The document's own numbers as provenanced inputs of a result. A number has the provenance of the preset
 * that it is equal to; any other was chosen by the document's author.
 */
import { type Constant, type Provenance, type ProvenancedInput, canonicalJson } from '@railyard/base';
import {
  CLUSTERS,
  type ClusterSpec,
  DEVICES,
  type DeviceSpec,
  KERNEL_SATURATING_SMS,
} from '@railyard/cluster';
import { EXPERT_LOAD_CV, MODELS, type ModelSpec, calibrationInputs } from '@railyard/parallelism';
import { DRAFT_ACCEPTANCE, SERVING_LOAD_CV } from '@railyard/serving';
import { type ExperimentDocument, type ServingDocument } from '../document.js';

const AUTHOR = 'the document';

const DEVICE_RATES = {
  sms: 'SMs',
  bf16Tflops: 'TFLOPS',
  fp8Tflops: 'TFLOPS',
  fp32Tflops: 'TFLOPS',
  memoryBandwidthGBps: 'GB/s',
  nvlinkAchievedGBps: 'GB/s',
} as const;

const NIC_EFFICIENCY = 'NCCL on ConnectX-7, NVIDIA/nccl-tests issue 267';

export function trainingInputs({ cluster, workload }: ExperimentDocument): readonly ProvenancedInput[] {
  const { communication, model, parallelism, routing } = workload;
  return [
    ...machineInputs(cluster),
    modelInput(model),
    ...(model.moe === undefined || parallelism.expert === 1
      ? []
      : [
          fromConstant('workload.routing.expertLoadCv', routing.expertLoadCv, EXPERT_LOAD_CV),
          fromConstant('workload.communication.sms', communication.sms, KERNEL_SATURATING_SMS),
        ]),
  ];
}

export function servingInputs(document: ServingDocument): readonly ProvenancedInput[] {
  const { cluster, model, decode, routing, speculation } = document;
  return [
    ...machineInputs(cluster),
    ...calibrationInputs(cluster.device, 'serving'),
    modelInput(model),
    ...(model.moe === undefined || decode.expert === 1
      ? []
      : [fromConstant('routing.expertLoadCv', routing.expertLoadCv, SERVING_LOAD_CV)]),
    ...(speculation.depth === 0
      ? []
      : [fromConstant('speculation.acceptance', speculation.acceptance, DRAFT_ACCEPTANCE)]),
  ];
}

function machineInputs({ name, nic, device }: ClusterSpec): readonly ProvenancedInput[] {
  const preset = CLUSTERS[name]?.nic;
  return [
    ...deviceInputs(device),
    published('nic.bandwidthGBps', nic.bandwidthGBps, preset?.bandwidthGBps, 'GB/s', device.source),
    published('nic.efficiency', nic.efficiency, preset?.efficiency, '', NIC_EFFICIENCY),
  ];
}

function modelInput(model: ModelSpec): ProvenancedInput {
  const whole = MODELS[model.name];
  return whole !== undefined && canonicalJson(whole) === canonicalJson(model)
    ? given('model', model.name, '', 'published', model.source)
    : given('model', model.name, '', 'assumed', AUTHOR);
}

function deviceInputs(device: DeviceSpec): readonly ProvenancedInput[] {
  const preset = DEVICES[device.name];
  const rates = Object.entries(DEVICE_RATES).map(([key, unit]) => {
    const rate = key as keyof typeof DEVICE_RATES;
    return published(`device.${key}`, device[rate], preset?.[rate], unit, device.source);
  });
  return device.nvlinkGpus === undefined
    ? rates
    : [...rates, given('device.nvlinkGpus', device.nvlinkGpus, 'GPUs', 'assumed', AUTHOR)];
}

/** Published where it is the preset's. */
const published = (
  name: string,
  value: number,
  preset: number | undefined,
  unit: string,
  source: string,
): ProvenancedInput =>
  value === preset
    ? given(name, value, unit, 'published', source)
    : given(name, value, unit, 'assumed', AUTHOR);

const fromConstant = (name: string, value: number, constant: Constant): ProvenancedInput =>
  value === constant.value
    ? given(name, value, constant.unit, constant.provenance, constant.source)
    : given(name, value, constant.unit, 'assumed', AUTHOR);

const given = (
  name: string,
  value: number | string,
  unit: string,
  provenance: Provenance,
  source: string,
): ProvenancedInput => ({ name, value, unit, provenance, source });
