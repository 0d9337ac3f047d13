/**
 * Constants of collectives: what NCCL reaches of a device's links, in which unit, and where the model uses it
 * (docs/model/network.md gives the equations). A device's record gives values to them.
 */
import { type Constant } from '@railyard/base';

const meaning = (unit: string, what: string): { readonly unit: string; readonly what: string } => ({
  unit,
  what,
});

export const LINK_CATALOG = {
  startSeconds: meaning('s', 'start and end of a collective kernel on all members'),
  hopSeconds: meaning('s', 'one step of a ring inside a node'),
  ringGBps: meaning('GB/s', 'what the channels of one GPU send around rings, its network share included'),
  copyGBps: meaning('GB/s', "copy of a rank's own part, which crosses no link"),
  chunkSeconds: meaning('s', 'one chunk of a pipeline inside a node, apart from its bytes'),
  exchangeStepSeconds: meaning('s', 'one more peer of an all-to-all inside a node'),
  exchangeGBps: meaning('GB/s', 'what one GPU sends in an all-to-all inside a node'),
  exchangeChunkSeconds: meaning('s', 'one chunk of an all-to-all inside a node'),
  switchStartSeconds: meaning('s', 'reduction in the NVLink switch: start, in addition to the kernel'),
  switchGBps: meaning('GB/s', 'what one GPU sends to be reduced in the NVLink switch; 0 without it'),
  networkStepSeconds: meaning('s', 'one step between nodes for small messages, in addition to the wire'),
  lowLatencyGBps: meaning('GB/s', 'what one GPU sends between nodes in the protocol for small messages'),
  bulkHopSeconds: meaning('s', 'one step inside a node of a collective between nodes, for large messages'),
  bulkNetworkStepSeconds: meaning('s', 'one step between nodes for large messages, wire apart'),
  hostSharing: meaning('', 'power of 2/n by which n GPUs without NVLink slow each other down'),
} as const;

export type LinkConstantName = keyof typeof LINK_CATALOG;

export type LinkConstants = { readonly [K in LinkConstantName]: number };

export const LINK_CONSTANT_NAMES = Object.keys(LINK_CATALOG) as LinkConstantName[];

export type LinkEntries = Readonly<Partial<Record<LinkConstantName, Constant>>>;

/** How the collectives of one device behave. */
export interface LinkRecord {
  /** Name of the device that was measured. */
  readonly device: string;
  /** Its achievable rate per direction: NVLink, or the host link where it has none. */
  readonly achievedGBps: number;
  /** The record that gives what was not measured on this device; absent in the record that has everything. */
  readonly relative?: string;
  readonly entries: LinkEntries;
}

/** Entries that share provenance and source. */
export function linkEntries(
  provenance: Constant['provenance'],
  source: string,
  values: Readonly<Partial<Record<LinkConstantName, number>>>,
): LinkEntries {
  return Object.fromEntries(
    (Object.entries(values) as [LinkConstantName, number][]).map(([name, value]) => [
      name,
      { value, unit: LINK_CATALOG[name].unit, provenance, source },
    ]),
  );
}
