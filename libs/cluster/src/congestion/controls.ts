/** How senders are slowed down where a link is fed more than it carries, and how soon. */
import { assumed, type Constant, published } from '@railyard/base';

/**
 * `pfc`: not at all, switches pause. `dcqcn`: by marks that a receiver reports. `rtt`: by the delay of
 * acknowledgements. `credits`: a receiver asks for what it can take, so no link to it is ever overfed.
 */
export const CONTROLS = ['pfc', 'dcqcn', 'rtt', 'credits'] as const;
export type Control = (typeof CONTROLS)[number];

/** Time from one halving of a sender's rate to the next. */
export const FEEDBACK_SECONDS: Readonly<Record<Control, Constant>> = {
  pfc: assumed(Infinity, 's', 'no control: senders never slow down'),
  dcqcn: published(
    50e-6,
    's',
    'Zhu et al., SIGCOMM 2015: at most one notification in 50 us to a flow, and the first halves its rate',
  ),
  rtt: assumed(10e-6, 's', 'one round trip over five switches with some queue; Swift and NSCC react to each'),
  credits: assumed(0, 's', 'the receiver grants what its link carries from the first round trip on'),
};

/** How far times are from those of packet-level runs: model over run, less one. */
export interface ControlError {
  readonly least: number;
  readonly most: number;
  readonly runs: string;
}

/**
 * From the comparisons in congestion.spec.ts, which holds them. `pfc` is shortest for flows that leave a leaf
 * with senders while their acknowledgements come back through another one, longest under deep thresholds.
 * `rtt` is compared as the last end of an incast, with NSCC. Nothing was at hand to compare `dcqcn` with.
 */
export const CONTROL_ERRORS: Readonly<Partial<Record<Control, ControlError>>> = {
  pfc: { least: -0.34, most: 0.15, runs: 'csg-htsim, RoCE with PFC, 128 to 2,048 hosts' },
  rtt: { least: -0.23, most: 0, runs: 'uet-htsim, NSCC, 8 to 128 senders to one' },
  credits: { least: -0.07, most: 0, runs: 'uet-htsim, RCCC, 8 to 128 senders to one' },
};
