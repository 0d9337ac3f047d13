/**
 * What a collective's time rests on, each with its origin. Values of a cluster are published only where they
 * are those of the part that the publication is about.
 */
import { asInput, type ProvenancedInput } from '@railyard/base';
import { type ClusterSpec } from '../definition/index.js';
import { DEVICES, type DeviceSpec, HOP_LATENCY } from '../hardware/index.js';
import { linkInput } from '../link-calibration/index.js';
import { NIC_EFFICIENCY } from '../presets/index.js';
import {
  COLLECTIVE_LAUNCH,
  KERNEL_FORWARD_EFFICIENCY,
  KERNEL_NVLINK_EFFICIENCY,
  KERNEL_RDMA_EFFICIENCY,
  LOW_LATENCY_OVERHEAD,
  MESSAGE_COST,
  SMALL_MESSAGE_NIC_RATE,
} from '../collectives/index.js';
import { type CollectiveName, isExpert, isLowLatency } from './named-collective.js';

/** GB/s of a ConnectX-7 port. */
const CONNECTX_7 = 50;

/** A value of the cluster: `source` where it is `known`, else the cluster's definition. */
const ofCluster = (
  name: string,
  value: number,
  unit: string,
  known: boolean,
  source: string,
): ProvenancedInput =>
  known
    ? { name, value, unit, provenance: 'published', source }
    : { name, value, unit, provenance: 'assumed', source: "the cluster's definition" };

/** Rates and latencies of the machine. */
export function fabricInputs({ nic, device }: ClusterSpec): readonly ProvenancedInput[] {
  const latency = HOP_LATENCY[nic.linkLayer];
  const preset = Object.values(DEVICES).some(
    (known) => known.name === device.name && known.nvlinkAchievedGBps === device.nvlinkAchievedGBps,
  );
  return [
    ofCluster(
      'nic.bandwidthGBps',
      nic.bandwidthGBps,
      'GB/s',
      nic.bandwidthGBps === CONNECTX_7,
      'ConnectX-7, 400 Gb/s (paper, section 4.3)',
    ),
    ofCluster(
      'nic.efficiency',
      nic.efficiency,
      '',
      nic.efficiency === NIC_EFFICIENCY,
      'NCCL on ConnectX-7, NVIDIA/nccl-tests issue 267',
    ),
    ofCluster('device.nvlinkAchievedGBps', device.nvlinkAchievedGBps, 'GB/s', preset, device.source),
    ...(device.nvlinkGpus === undefined
      ? []
      : [ofCluster('device.nvlinkGpus', device.nvlinkGpus, 'GPUs', false, '')]),
    nic.endpointLatencyUs === undefined
      ? asInput(`latency.${nic.linkLayer}.endpointsUs`, latency.endpointsUs)
      : ofCluster('nic.endpointLatencyUs', nic.endpointLatencyUs, 'us', false, ''),
    nic.switchLatencyUs === undefined
      ? asInput(`latency.${nic.linkLayer}.switchUs`, latency.switchUs)
      : ofCluster('nic.switchLatencyUs', nic.switchLatencyUs, 'us', false, ''),
  ];
}

/** Of NCCL's collectives. */
export const ncclInputs = (device: DeviceSpec): readonly ProvenancedInput[] => [
  linkInput(device),
  asInput('network.collectiveLaunch', COLLECTIVE_LAUNCH),
  asInput('network.messageCost', MESSAGE_COST),
];

/** Of DeepEP's kernels. */
export function kernelInputs(): readonly ProvenancedInput[] {
  return [
    asInput('network.kernelNvlinkEfficiency', KERNEL_NVLINK_EFFICIENCY),
    asInput('network.kernelForwardEfficiency', KERNEL_FORWARD_EFFICIENCY),
    asInput('network.kernelRdmaEfficiency', KERNEL_RDMA_EFFICIENCY),
    asInput('network.smallMessageNicRate', SMALL_MESSAGE_NIC_RATE),
    asInput('network.lowLatencyOverhead', LOW_LATENCY_OVERHEAD),
  ];
}

/** Of these collectives on this cluster: constants that none of them reads are left out. */
export function inputsOf(
  spec: ClusterSpec,
  collectives: readonly CollectiveName[],
): readonly ProvenancedInput[] {
  const read = new Set(collectives.flatMap(constantsOf));
  return [
    ...fabricInputs(spec),
    ...[...ncclInputs(spec.device), ...kernelInputs()].filter(({ name }) => read.has(name)),
  ];
}

function constantsOf(collective: CollectiveName): readonly string[] {
  if (isLowLatency(collective))
    return ['network.lowLatencyOverhead', 'network.smallMessageNicRate', 'network.kernelNvlinkEfficiency'];
  if (isExpert(collective))
    return [
      'network.collectiveLaunch',
      'network.kernelNvlinkEfficiency',
      'network.kernelForwardEfficiency',
      'network.kernelRdmaEfficiency',
    ];
  if (['all-reduce', 'all-gather', 'reduce-scatter'].includes(collective)) return ['network.linkCalibration'];
  if (collective === 'all-to-all')
    return ['network.linkCalibration', 'network.collectiveLaunch', 'network.messageCost'];
  return ['incast', 'scatter'].includes(collective)
    ? ['network.collectiveLaunch', 'network.messageCost']
    : ['network.collectiveLaunch'];
}
