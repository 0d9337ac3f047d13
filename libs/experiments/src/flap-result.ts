/** What a result says of a flap during the step. */
import { type FlapBand } from '@railyard/parallelism';

/** One flap by itself. */
export interface FlapSection extends FlapBand {
  readonly part: string;
  /** Null: at any moment of the step, each as likely. */
  readonly startS: number | null;
  readonly durationS: number;
  /** How long its traffic stands still: until the part is back, or takes another way. */
  readonly standstillS: number;
  /** Pipeline ranks whose collectives inside layers go over the part, where those of one pipeline stop. */
  readonly heldRanks: number;
  readonly holdsMessages: boolean;
  readonly holdsOptimizer: boolean;
}
