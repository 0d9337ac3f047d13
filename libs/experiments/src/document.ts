/**
 * Versioned documents. What a user writes may name presets and override parts of them; what is stored and
 * hashed is the resolved form below.
 */
import { type ClusterSpec, type PriceList } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { type FaultProfileSpec, type ReplaySpec } from '@railyard/replay';
import { type ServingSpec } from '@railyard/serving';

export const API_VERSION = 'railyard/v1';

export const DOCUMENT_KINDS = [
  'Cluster',
  'Workload',
  'Experiment',
  'Sweep',
  'FaultProfile',
  'PriceList',
  'Serving',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface Envelope<K extends DocumentKind> {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: K;
}

export type ClusterDocument = Envelope<'Cluster'> & ClusterSpec;
export type WorkloadDocument = Envelope<'Workload'> & WorkloadSpec;
export type FaultProfileDocument = Envelope<'FaultProfile'> & FaultProfileSpec;
/** A model served on a cluster, with every preset expanded and every default filled in. */
export type ServingDocument = Envelope<'Serving'> &
  ServingSpec & { readonly name: string; readonly seed: number };
export type PriceListDocument = Envelope<'PriceList'> & PriceList;

/** An experiment with every preset expanded and every default filled in: one document, one result. */
export interface ExperimentDocument {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'Experiment';
  readonly name: string;
  readonly cluster: ClusterSpec;
  readonly workload: WorkloadSpec;
  /** Seed of every named random stream of the run. */
  readonly seed: number;
  /** A layout that does not fit the device's memory is computed all the same, and the result says so. */
  readonly ignoreMemory?: boolean;
  /** Parts of the network that are down or degraded during the step: `leaf:3`, `node:0/nic:2=0.5`. */
  readonly fail?: readonly string[];
  /** Parts that are down for a while during a step, each by itself: `node:0/nic:2+3`, `node:0/nic:2@4+3`. */
  readonly flap?: readonly string[];
  /** Seconds from the start of a flap until traffic takes another way; left out, it waits for the part. */
  readonly reroute?: number;
  /** Measured steps of other jobs, which correct what is computed of this one. */
  readonly anchor?: readonly AnchorSpec[];
  /** The job over days; left out when only the step is asked for. */
  readonly replay?: ReplaySpec;
  /** Parts of the network, whose watts count for the energy; absent: usual ones. */
  readonly prices?: PriceList;
}

/** The part of an experiment that says what runs on what. */
export type JobSpec = Pick<ExperimentDocument, 'cluster' | 'workload' | 'seed' | 'fail'>;

/** A measured step of another job. */
export interface AnchorSpec {
  /** In full form in a prepared experiment. */
  readonly document: Omit<ExperimentDocument, 'anchor' | 'replay'>;
  readonly measuredStepS: number;
  readonly measuredMemoryGB?: number;
}

/** A service that passed every check. */
export interface PreparedServing {
  readonly document: ServingDocument;
  /** SHA-256 of the canonical document and the engine version. */
  readonly id: string;
}

/** What has a result of its own. */
export type PreparedRun = PreparedExperiment | PreparedServing;

/** A document that passed every check, with its identity. */
export interface PreparedExperiment {
  readonly document: ExperimentDocument;
  /** SHA-256 of the canonical document and the engine version. */
  readonly id: string;
}
