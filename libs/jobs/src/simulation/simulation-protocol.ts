/**
 * What passes between the process and its simulation threads. Small runs travel in groups: a thread takes one
 * after the other.
 */
import { type MessagePort } from 'node:worker_threads';

export interface SimulationInput {
  /** Identity of the experiment: hash of the canonical document and the engine version. */
  readonly id: string;
  /** Canonical JSON of the resolved document. */
  readonly document: string;
}

export interface SimulationOutput {
  /** SHA-256 of the canonical result. */
  readonly sha256: string;
  /** Bytes of the canonical result. */
  readonly size: number;
  /** The canonical result, compressed. */
  readonly packed: Uint8Array;
  /** Headline metrics. */
  readonly summary: Readonly<Record<string, number>>;
}

export interface SimulationProgress {
  readonly phase: string;
  readonly share: number;
}

/** Computes one experiment. */
export type SimulationWorker = (
  run: SimulationInput,
  onProgress: (progress: SimulationProgress) => void,
) => Promise<SimulationOutput> | SimulationOutput;

/** About the run at `index` of the group; each has one end. */
export type GroupMessage =
  | { readonly kind: 'progress'; readonly index: number; readonly progress: SimulationProgress }
  | { readonly kind: 'output'; readonly index: number; readonly output: SimulationOutput }
  | { readonly kind: 'error'; readonly index: number; readonly message: string };

/** The default export of a worker file. */
export type GroupWorker = (group: {
  readonly runs: readonly SimulationInput[];
  readonly port: MessagePort;
}) => Promise<void>;
