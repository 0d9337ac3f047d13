/**
 * A cache of prompts that comes in over a GPU's host link while a pass exchanges tokens through the NIC
 * behind
 * the same link (paper, section 4.5.1). Two flows: the exchange can take what its NIC carries, the cache all
 * that is left.
 */
import { type Constant, measured } from '@railyard/base';
import { type ServingSpec } from '../spec/index.js';

/** What large copies reach of the host link. */
export const HOST_LINK_SHARE: Constant = measured(
  0.85,
  '',
  'H20, PCIe 5.0 x16: 53.7 to 54.9 of 64 GB/s, 0.1 to 6.4 GB (gahow/agentic-kvc, pcie.json)',
);

export interface IncomingCache {
  /** Until the cache is there. */
  readonly seconds: number;
  /** What the exchange takes longer. */
  readonly delayS: number;
}

/** @param exchangeS of the pass alone @param bytes of one GPU */
export function incomingCache(
  { cluster, transfer }: Pick<ServingSpec, 'cluster' | 'transfer'>,
  exchangeS: number,
  bytes: number,
): IncomingCache {
  if (bytes === 0 || transfer === undefined) return { seconds: 0, delayS: 0 };
  const link = cluster.device.pcieGBps * 1e9 * HOST_LINK_SHARE.value;
  const nic = cluster.nic.bandwidthGBps * 1e9 * cluster.nic.efficiency;
  if (transfer.sharing === 'apart' || exchangeS === 0) return { seconds: bytes / link, delayS: 0 };
  const share = transfer.sharing === 'fair' ? Math.min(nic, link / 2) : Math.min(nic, link);
  const left = link - share;
  // Both last until the first of them is done.
  const both = Math.min(left === 0 ? Infinity : bytes / left, (exchangeS * nic) / share);
  return {
    seconds: both + (bytes - both * left) / link,
    delayS: both * (1 - share / nic),
  };
}
