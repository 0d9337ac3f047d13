/** What passes between the process and its simulation threads. */
import { type MessagePort } from 'node:worker_threads';

export interface SimulationTask {
  /** Identity of the experiment: hash of the canonical document and the engine version. */
  readonly id: string;
  /** Canonical JSON of the resolved document. */
  readonly document: string;
  /** Progress goes out here. */
  readonly port: MessagePort;
}

export interface SimulationOutput {
  /** SHA-256 of the canonical result. */
  readonly sha256: string;
  /** Bytes of the canonical result. */
  readonly size: number;
  /** The canonical result, compressed. */
  readonly gzip: Uint8Array;
  /** Headline metrics. */
  readonly summary: Readonly<Record<string, number>>;
}

export interface SimulationProgress {
  readonly phase: string;
  readonly share: number;
}

/** The default export of a worker file. */
export type SimulationWorker = (task: SimulationTask) => Promise<SimulationOutput> | SimulationOutput;
