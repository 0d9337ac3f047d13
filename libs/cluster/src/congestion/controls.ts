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
