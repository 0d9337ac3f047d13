/**
 * A source of faults in order of time: drawn from a profile, or read from a recorded log. The replay sees no
 * difference.
 */

export interface FaultSource {
  /** Time of the current fault, Infinity when there is none left. */
  readonly timeS: number;
  /** Index of its class in the profile. */
  readonly classIndex: number;
  /** Index of the component among its kind. */
  readonly component: number;
  /** How long the component is out. */
  readonly durationS: number;
  /** Goes to the first fault of a replica. */
  start(replica: number): void;
  advance(): void;
}

/** One fault, written down. */
export interface FaultRecord {
  readonly timeS: number;
  readonly classIndex: number;
  readonly component: number;
  readonly durationS: number;
}
