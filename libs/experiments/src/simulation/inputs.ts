/** The document's own numbers as provenanced inputs of a result. */
import { type ProvenancedInput } from '@railyard/base';
import { FITTED_IMBALANCE } from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';

const input = (name: string, value: number | string, unit: string, source: string): ProvenancedInput => ({
  name,
  value,
  unit,
  provenance: 'published',
  source,
});

export function trainingInputs(document: ExperimentDocument): readonly ProvenancedInput[] {
  const { cluster, workload } = document;
  const { device, nic } = cluster;
  const inputs = [
    input('device.sms', device.sms, 'SMs', device.source),
    input('device.bf16Tflops', device.bf16Tflops, 'TFLOPS', device.source),
    input('device.fp8Tflops', device.fp8Tflops, 'TFLOPS', device.source),
    input('device.memoryBandwidthGBps', device.memoryBandwidthGBps, 'GB/s', device.source),
    input('device.nvlinkAchievedGBps', device.nvlinkAchievedGBps, 'GB/s', device.source),
    input('nic.bandwidthGBps', nic.bandwidthGBps, 'GB/s', 'the document'),
    input('nic.efficiency', nic.efficiency, '', 'NCCL on ConnectX-7, NVIDIA/nccl-tests issue 267'),
    input('model', workload.model.name, '', workload.model.source),
  ];
  return workload.model.moe === undefined || workload.parallelism.expert === 1
    ? inputs
    : [...inputs, imbalanceInput(workload.routing.imbalance)];
}

/** Fitted where it is the preset's value; any other comes from the document's author. */
function imbalanceInput(imbalance: number): ProvenancedInput {
  const name = 'workload.routing.imbalance';
  if (imbalance === FITTED_IMBALANCE.value)
    return {
      name,
      value: imbalance,
      unit: FITTED_IMBALANCE.unit,
      provenance: 'fitted',
      source: FITTED_IMBALANCE.source,
    };
  return { name, value: imbalance, unit: '', provenance: 'assumed', source: 'the document' };
}
