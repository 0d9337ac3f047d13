/** One point of a sweep: what it came to, or why it did not. Runs here or in a thread, alike. */
import {
  type PreparedExperiment,
  type RunMetrics,
  type SecondsBehind,
  type SweepPoint,
  metricsOf,
} from '@railyard/experiments';

export type PointOutcome =
  { readonly metrics: RunMetrics } | { readonly error: { readonly code: string; readonly message: string } };

/** A run of the sweep: computed, failed, or (dry) only planned. */
export interface SweptRun {
  readonly id: string;
  readonly parameters: SweepPoint;
  readonly metrics?: RunMetrics;
  readonly error?: { readonly code: string; readonly message: string };
  /** Of a search: where it loses time to the best. */
  readonly behind?: SecondsBehind;
}

/** A point that fails does not stop the others. */
export function runPoint(prepared: PreparedExperiment): PointOutcome {
  try {
    return { metrics: metricsOf(prepared) };
  } catch (error) {
    return crashed(error);
  }
}

export const crashed = (error: unknown): PointOutcome => ({
  error: { code: 'crashed', message: error instanceof Error ? error.message : String(error) },
});
