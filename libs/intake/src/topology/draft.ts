/**
 * What one file says of a machine, as far as a Cluster document can state it, and what became of the rest.
 */
import { type AttachedNodes, type CableSpec, type LinkLayer } from '@railyard/cluster';

export const TOPOLOGY_FORMATS = [
  'nccl-xml',
  'ibnetdiscover',
  'slurm-topology',
  'nvidia-smi-topo',
  'nvidia-smi-nvlink',
  'infiniband-sysfs',
  'cables-csv',
  'hosts-csv',
] as const;
export type TopologyFormat = (typeof TOPOLOGY_FORMATS)[number];

/** The inside of one node; absent: the file does not say. */
export interface NodeDraft {
  readonly gpus?: number;
  readonly nics?: number;
  /** Line rate of a NIC. */
  readonly nicGBps?: number;
  readonly linkLayer?: LinkLayer;
  /** Preset of the GPU. */
  readonly device?: string;
  /** NVLink of a GPU per direction; 0 where there is none. */
  readonly nvlinkGBps?: number;
  /** GPUs that NVLink joins; absent: all of the node. */
  readonly nvlinkGpus?: number;
}

/** Switches, cables and where hosts are plugged in. */
export interface NetworkDraft {
  readonly hosts: readonly AttachedNodes[];
  readonly cables: readonly DraftCable[];
  /** Ports of the largest switch, where the file says. */
  readonly switchPorts?: number;
}

export interface DraftCable extends CableSpec {
  /**
   * The file draws a line between two switches, not how many cables it is: it carries what the hosts below
   * can send.
   */
  readonly hostsBelow?: number;
}

export interface TopologyDraft {
  readonly source: string;
  readonly format: TopologyFormat;
  readonly node?: NodeDraft;
  readonly network?: NetworkDraft;
  /** What was taken because the file does not say, and why. */
  readonly assumed: readonly string[];
  /** What the file says and a Cluster cannot, or what is not known. */
  readonly unknown: readonly string[];
}

/** The known remarks of one file, each once. */
export const distinct = (lines: Iterable<string>): readonly string[] => [...new Set(lines)];

/** `mlx5_3, mlx5_4 and 7 more`. */
export function shortList(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
