/** A suggestion of the paper as switches of documents: what they are put on, and between which ends. */
import { type Changes } from './changes.js';
import { type WishJobName } from './wish-jobs.js';

/** A job without the suggestion, and with it. */
export interface SwitchCase {
  readonly today: Changes;
  readonly then: Changes;
}

export interface SuggestedChange {
  readonly job: WishJobName;
  /**
   * The usual case, between the one that gains least and the one that gains most where no single number is
   * public.
   */
  readonly cases: readonly [SwitchCase] | readonly [least: SwitchCase, usual: SwitchCase, most: SwitchCase];
}

export interface Suggestion {
  /** As in facts/hardware-directions: S01 to S35. */
  readonly id: string;
  /** Of the paper. */
  readonly section: string;
  readonly name: string;
  /** What changes in the machine. */
  readonly machine: string;
  readonly changes: readonly SuggestedChange[];
  /** What else it needs, what bounds it, and what the model does not carry. */
  readonly needs: string;
  /** Suggestions that are the same knob: their gains are one gain. */
  readonly oneKnobWith?: readonly string[];
  /** Public costs; absent: no public number. */
  readonly cost?: string;
  /** A stated cost as a number, by which a gain can be divided. */
  readonly costOf?: { readonly amount: number; readonly unit: string };
  /** Where the values of the switch come from. */
  readonly source: string;
}

export const from = (today: Changes, then: Changes): SwitchCase => ({ today, then });
export const to = (then: Changes): SwitchCase => ({ today: {}, then });
