/**
 * Seconds that a stage's offloaded activations take between a GPU and its host. Each GPU has a link of its
 * own; those of a node share the host's memory.
 */
import { type Constant, type ProvenancedInput, asInput, assumed, measured } from '@railyard/base';
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import { BESIDE_COPY_DOWN, BESIDE_COPY_UP, type StageCopies } from '../chunk/index.js';
import { type LayerShape } from '../model/index.js';
import { offloadedByLayer } from '../memory/index.js';
import { type StageLayers, type WorkloadSpec } from '../plan/index.js';

/** Of the link's rate, by copies of pinned memory in one direction. */
const HOST_LINK_EFFICIENCY: Constant = measured(
  0.864,
  'of the rate',
  'H200, PCIe 5.0 x16, torch 2.11: 55.3 of 64 GB/s down and up, 512 MiB pinned; 0.84 at 4 MiB',
);

/** What copies of all GPUs of a node write to or read from its memory together. */
const HOST_MEMORY_GBPS: Constant = assumed(
  500,
  'GB/s of a node',
  'two sockets with eight channels of DDR5-4800 (614 GB/s), of which four fifths are reached',
);

export const hostCopySeconds = ({ device, gpusPerNode }: ClusterSpec, bytes: number): number =>
  bytes / Math.min(hostLinkRate(device), (HOST_MEMORY_GBPS.value * 1e9) / gpusPerNode);

const hostLinkRate = ({ pcieGBps }: DeviceSpec): number => pcieGBps * 1e9 * HOST_LINK_EFFICIENCY.value;

/** Absent where no activations are offloaded. */
export const stageCopyTimes = (
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape,
): { readonly copies?: (stage: StageLayers) => StageCopies } =>
  workload.activationOffload === undefined
    ? {}
    : {
        copies: (stage) => ({
          layers: offloadedByLayer(workload, stage, shape).map((bytes) => hostCopySeconds(cluster, bytes)),
        }),
      };

export const copyInputs = ({ activationOffload, optimizer }: WorkloadSpec): readonly ProvenancedInput[] =>
  activationOffload === undefined && optimizer?.offload !== true
    ? []
    : [
        asInput('offload.linkEfficiency', HOST_LINK_EFFICIENCY),
        asInput('offload.hostMemory', HOST_MEMORY_GBPS),
        ...(activationOffload === undefined
          ? []
          : [
              asInput('offload.besideCopyDown', BESIDE_COPY_DOWN),
              asInput('offload.besideCopyUp', BESIDE_COPY_UP),
            ]),
      ];
