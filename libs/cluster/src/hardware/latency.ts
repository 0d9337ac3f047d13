/**
 * Latency of a 64-byte message as a sum over hops: what the two endpoints cost, plus what each switch on the
 * way adds, its outgoing cable included. The five published end-to-end figures (paper, table 5) fix both
 * terms for InfiniBand and RoCE: two measured distances, two unknowns. They are inputs; only distances that
 * were not measured (three switch tiers, forwarding over NVLink) are predictions. The split between switch
 * and cable is not identifiable from them.
 */
import { type Constant, derived, microseconds, published } from '@railyard/base';

const TABLE_5 = 'Insights into DeepSeek-V3 (ISCA 2025) table 5, CPU side, 64 B';

/**
 * End-to-end figures as measured: one switch on the way (same leaf), three (leaf, spine, leaf), and NVLink
 * inside a node.
 */
export const MEASURED_LATENCY_US = {
  infiniband: { sameLeaf: published(2.8, 'us', TABLE_5), crossLeaf: published(3.7, 'us', TABLE_5) },
  roce: { sameLeaf: published(3.6, 'us', TABLE_5), crossLeaf: published(5.6, 'us', TABLE_5) },
  nvlink: published(3.33, 'us', TABLE_5),
} as const;

export interface HopLatency {
  /** Both endpoints together: software, host bus, NIC, cables to the first switch. */
  readonly endpointsUs: Constant;
  /** Each switch on the way, with the cable after it. */
  readonly switchUs: Constant;
}

function fromTwoDistances(sameLeaf: Constant, crossLeaf: Constant): HopLatency {
  const perSwitch = (crossLeaf.value - sameLeaf.value) / 2;
  return {
    switchUs: derived(perSwitch, 'us', `(cross leaf - same leaf) / 2 of ${TABLE_5}`),
    endpointsUs: derived(sameLeaf.value - perSwitch, 'us', `same leaf - one switch, of ${TABLE_5}`),
  };
}

/**
 * NVLink has one measured distance, so all of it stands at the endpoints and the NVSwitch adds nothing of its
 * own.
 */
export const HOP_LATENCY: Readonly<Record<'infiniband' | 'roce' | 'nvlink', HopLatency>> = {
  infiniband: fromTwoDistances(
    MEASURED_LATENCY_US.infiniband.sameLeaf,
    MEASURED_LATENCY_US.infiniband.crossLeaf,
  ),
  roce: fromTwoDistances(MEASURED_LATENCY_US.roce.sameLeaf, MEASURED_LATENCY_US.roce.crossLeaf),
  nvlink: {
    endpointsUs: MEASURED_LATENCY_US.nvlink,
    switchUs: derived(
      0,
      'us',
      `one distance in ${TABLE_5}: its split is not identifiable, so the endpoints carry it`,
    ),
  },
};

export const endpointSeconds = (medium: keyof typeof HOP_LATENCY): number =>
  microseconds(HOP_LATENCY[medium].endpointsUs.value);
export const switchSeconds = (medium: keyof typeof HOP_LATENCY): number =>
  microseconds(HOP_LATENCY[medium].switchUs.value);

/** Seconds of the hops of a scale-out network. */
export interface HopSeconds {
  /** Both endpoints together. */
  readonly endpoints: number;
  /** Each switch, with the cable after it. */
  readonly perSwitch: number;
}

/** As the owner of the NICs says, else those of the link layer. */
export const hopSecondsOf = (nic: {
  readonly linkLayer: 'infiniband' | 'roce';
  readonly endpointLatencyUs?: number;
  readonly switchLatencyUs?: number;
}): HopSeconds => ({
  endpoints:
    nic.endpointLatencyUs === undefined
      ? endpointSeconds(nic.linkLayer)
      : microseconds(nic.endpointLatencyUs),
  perSwitch:
    nic.switchLatencyUs === undefined ? switchSeconds(nic.linkLayer) : microseconds(nic.switchLatencyUs),
});
