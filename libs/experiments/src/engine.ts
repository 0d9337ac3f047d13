/** The one entry: document in, result out. Every surface (CLI, API, runner, tests) comes through here. */
import { hashOf, InvalidDocumentError } from '@railyard/base';
import { type ExperimentDocument } from './document.js';
import { validateDocument } from './documents/index.js';
import { type ExperimentResult, type Progress } from './result.js';

/** Part of a result's identity: raised whenever the same document may give other bytes. */
export const ENGINE_VERSION = '0.1.0';

export interface PreparedExperiment {
  readonly document: ExperimentDocument;
  /** SHA-256 of the canonical document and the engine version. */
  readonly id: string;
}

/**
 * Resolves presets and defaults, and checks everything that can be known before running (types, ranges, divisibility, capacity).
 * @throws InvalidDocumentError with every issue at once.
 */
export function prepareExperiment(input: unknown): PreparedExperiment {
  const { issues, document } = validateDocument(input, 'Experiment');
  if (document === undefined) throw new InvalidDocumentError(issues);
  return { document: document as unknown as ExperimentDocument, id: hashOf({ document, engineVersion: ENGINE_VERSION }) };
}

/** Runs a prepared experiment. Deterministic; reports progress; throws InvariantError only on a bug of ours. */
export declare function runExperiment(prepared: PreparedExperiment, onProgress?: (progress: Progress) => void): ExperimentResult;
