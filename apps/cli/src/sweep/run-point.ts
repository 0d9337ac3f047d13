/** One point of a sweep: what it came to, or why it did not. Runs here or in a thread, alike. */
import {
  type MetricValues,
  type PreparedRun,
  type SecondsBehind,
  type SweepPoint,
  metricsOfAny,
} from '@railyard/experiments';

export type PointOutcome =
  | { readonly metrics: MetricValues }
  | { readonly error: { readonly code: string; readonly message: string } };

/** A run of the sweep: computed, failed, or (dry) only planned. */
export interface SweptRun {
  readonly id: string;
  readonly parameters: SweepPoint;
  readonly metrics?: MetricValues;
  readonly error?: { readonly code: string; readonly message: string };
  /** Of a search: where it loses time to the best. */
  readonly behind?: SecondsBehind;
}

/** A point that fails does not stop the others. */
export function runPoint(prepared: PreparedRun): PointOutcome {
  try {
    return { metrics: metricsOfAny(prepared) };
  } catch (error) {
    return crashed(error);
  }
}

export const crashed = (error: unknown): PointOutcome => ({
  error: { code: 'crashed', message: error instanceof Error ? error.message : String(error) },
});
