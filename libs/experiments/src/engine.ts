/** The one entry: document in, result out. Every surface (CLI, API, runner, tests) comes through here. */
import { hashOf, InvalidDocumentError } from '@railyard/base';
import {
  type ExperimentDocument,
  type PreparedExperiment,
  type PreparedRun,
  type PreparedServing,
} from './document.js';
import { validateDocument } from './documents/index.js';
import { ENGINE_VERSION } from './engine-version.js';
import { flapSections } from './flap/index.js';
import { type ExperimentResult, type Progress, type StepSections } from './result.js';
import { flapMetrics, type MetricValues, type RunMetrics, runMetrics } from './run-metrics.js';
import { type ServingResult, runServing, servingMetrics, servingMetricsOf } from './serving/index.js';
import { jobOf, runDocument, stepMetrics, stepSections, trainingInputs } from './simulation/index.js';
import { type SensitivityRow, sensitivityOf } from './uncertainty/index.js';

export { ENGINE_VERSION };

/**
 * Resolves presets and defaults, and checks everything that can be known before running (types, ranges,
 * divisibility, capacity).
 * @throws InvalidDocumentError with every issue at once.
 */
export function prepareExperiment(input: unknown): PreparedExperiment {
  const { issues, document } = validateDocument(input, 'Experiment');
  if (document === undefined) throw new InvalidDocumentError(issues);
  const experiment = document as unknown as ExperimentDocument;
  return { document: experiment, id: identityOf(experiment) };
}

/** SHA-256 of the canonical document and the engine version. @param document that passed every check */
export const identityOf = (document: ExperimentDocument): string =>
  hashOf({ document, engineVersion: ENGINE_VERSION });

/**
 * The metrics of a prepared experiment and nothing else: what a search ranks by, without the band. Equal to
 * those of `runExperiment`.
 */
export function metricsOf(prepared: PreparedExperiment): RunMetrics {
  const { document } = prepared;
  if (document.replay !== undefined || document.anchor !== undefined)
    return runMetrics(runExperiment(prepared));
  const job = jobOf(document, () => undefined);
  return { ...stepMetrics(document, job), ...flapMetrics(flapSections(document, job).sections) };
}

/** The metrics of anything that was prepared: what a sweep ranks by. */
export const metricsOfAny = (prepared: PreparedRun): MetricValues =>
  isPreparedServing(prepared) ? servingMetrics(prepared) : metricsOf(prepared);

/** A result of either kind, with its metrics. */
export interface AnyRun {
  readonly result: ExperimentResult | ServingResult;
  readonly metrics: MetricValues;
}

/** Runs what was prepared. Deterministic. */
export function runAny(
  prepared: PreparedRun,
  onProgress: (progress: Progress) => void = () => undefined,
): AnyRun {
  if (isPreparedServing(prepared)) {
    const result = runServing(prepared);
    return { result, metrics: servingMetricsOf(result) };
  }
  const result = runExperiment(prepared, onProgress);
  return { result, metrics: runMetrics(result) };
}

const isPreparedServing = (prepared: PreparedRun): prepared is PreparedServing =>
  prepared.document.kind === 'Serving';

/**
 * What a step of a prepared experiment does, before its band, its network and its replay: what a screen shows
 * first. Equal to the sections of `runExperiment`, which is run for a document with anchors.
 */
export function stepOf(prepared: PreparedExperiment): StepSections {
  const { document } = prepared;
  if (document.anchor === undefined) {
    return stepSections(
      prepared,
      jobOf(document, () => undefined),
    );
  }
  const { id, metrics, memory } = runExperiment(prepared);
  return { id, document, metrics, memory };
}

/**
 * Runs a prepared experiment. Deterministic; reports progress; throws InvariantError only on a bug of ours.
 */
export function runExperiment(
  prepared: PreparedExperiment,
  onProgress: (progress: Progress) => void = () => undefined,
): ExperimentResult {
  return runDocument(prepared, jobOf(prepared.document, onProgress), onProgress);
}

/** What moves the step of a prepared experiment, and how much: inputs at 0.9 and 1.1 of their values. */
export function sensitivities(
  { document }: PreparedExperiment,
  onProgress: (progress: Progress) => void = () => undefined,
): readonly SensitivityRow[] {
  const job = jobOf(document, onProgress);
  return sensitivityOf(job, [...trainingInputs(document), ...job.step.inputs]);
}
