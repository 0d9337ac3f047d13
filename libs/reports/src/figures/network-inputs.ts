/** What the figures of the network rest on, with its origin. */
import { type ProvenancedInput, asInput } from '@railyard/base';
import {
  CLUSTERS, COLLECTIVE_LAUNCH, HOP_LATENCY, KERNEL_FORWARD_EFFICIENCY, KERNEL_NVLINK_EFFICIENCY, KERNEL_RDMA_EFFICIENCY, LOW_LATENCY_OVERHEAD, MESSAGE_COST, SMALL_MESSAGE_NIC_RATE,
} from '@railyard/cluster';

/** Of NCCL's collectives (figures 5, 6 and 8). */
export function collectiveInputs(cluster: string): readonly ProvenancedInput[] {
  const { nic, device } = CLUSTERS[cluster]!;
  const latency = HOP_LATENCY[nic.linkLayer];
  return [
    { name: 'nic.bandwidthGBps', value: nic.bandwidthGBps, unit: 'GB/s', provenance: 'published', source: 'ConnectX-7, 400 Gb/s (paper, section 4.3)' },
    { name: 'nic.efficiency', value: nic.efficiency, unit: '', provenance: 'published', source: 'NCCL on ConnectX-7, NVIDIA/nccl-tests issue 267' },
    { name: 'device.nvlinkAchievedGBps', value: device.nvlinkAchievedGBps, unit: 'GB/s', provenance: 'published', source: device.source },
    asInput('network.collectiveLaunch', COLLECTIVE_LAUNCH), asInput('network.messageCost', MESSAGE_COST),
    asInput(`latency.${nic.linkLayer}.endpointsUs`, latency.endpointsUs), asInput(`latency.${nic.linkLayer}.switchUs`, latency.switchUs),
  ];
}

/** Of DeepEP's kernels (figure 7). */
export function kernelInputs(): readonly ProvenancedInput[] {
  return [
    asInput('network.kernelNvlinkEfficiency', KERNEL_NVLINK_EFFICIENCY), asInput('network.kernelForwardEfficiency', KERNEL_FORWARD_EFFICIENCY),
    asInput('network.kernelRdmaEfficiency', KERNEL_RDMA_EFFICIENCY), asInput('network.smallMessageNicRate', SMALL_MESSAGE_NIC_RATE), asInput('network.lowLatencyOverhead', LOW_LATENCY_OVERHEAD),
  ];
}
