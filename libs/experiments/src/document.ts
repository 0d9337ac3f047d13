/** Versioned documents. What a user writes may name presets and override parts of them; what is stored and hashed is the resolved form below. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';

export const API_VERSION = 'railyard/v1';

/** An experiment with every preset expanded and every default filled in: one document, one result. */
export interface ExperimentDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Experiment';
  readonly name: string;
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  /** Seed of every named random stream of the run. */
  readonly seed: number;
}
