/**
 * A training step as a result document: metrics, where the time went, memory, network, and the inputs that
 * mattered.
 */
import { tierNotes, tierPorts } from '@railyard/cluster';
import { GIGA, type ProvenancedInput } from '@railyard/base';
import {
  type MemoryEstimate,
  type StepSimulation,
  calibrationOf,
  estimateMemory,
  excess,
  fullestRank,
  gib,
} from '@railyard/parallelism';
import { type ExperimentDocument, type JobSpec, type PreparedExperiment } from '../document.js';
import { stepEnergy } from '../energy/index.js';
import { ENGINE_VERSION } from '../engine-version.js';
import { flapSections } from '../flap/index.js';
import { JobOnMachine, timeMetrics } from '../job/index.js';
import { replayRequest, runReplay } from '../replay/index.js';
import {
  type ExperimentResult,
  type Progress,
  type RunWarning,
  type StepMetrics,
  type StepSections,
} from '../result.js';
import { anchoredStep } from '../anchor/index.js';
import { anchoredValidation, validationOf } from '../families/index.js';
import { bandOf } from '../uncertainty/index.js';
import { breakdownSection } from './breakdown.js';
import { trainingInputs } from './inputs.js';
import { type CheckedInvariant, invariantWarnings } from './invariants.js';
import { memoryOverTime } from './memory-over-time.js';
import { networkSection } from './network.js';

/** Share of a run that lies behind when a phase begins, as measured on the presets. */
const PHASE_SHARE = {
  fabric: 0,
  work: 0.02,
  schedule: 0.1,
  optimizer: 0.25,
  metrics: 0.3,
  uncertainty: 0.7,
} as const;

/** Share of a run with a replay that its step takes. */
const STEP_SHARE = 0.2;

/** The job of a document; its step is reported as the first part of the run. */
export function jobOf(document: ExperimentDocument, onProgress: (progress: Progress) => void): JobOnMachine {
  return new JobOnMachine(document, (phase) => onProgress(stepProgress(document, phase)));
}

/** @param done share of what is left of the step that lies behind within the phase, 0..1 */
function stepProgress(document: ExperimentDocument, phase: keyof typeof PHASE_SHARE, done = 0): Progress {
  const before = PHASE_SHARE[phase];
  const share = before + (1 - before) * done;
  return { phase, share: (document.replay === undefined ? 1 : STEP_SHARE) * share };
}

/** The step of a document and, where it has one, its replay, both of one job. */
export function runDocument(
  prepared: PreparedExperiment,
  job: JobOnMachine,
  onProgress: (progress: Progress) => void,
): ExperimentResult {
  const { replay } = prepared.document;
  const training = runTraining(prepared, job, onProgress);
  if (replay === undefined) return training;
  const { section, warnings, inputs } = runReplay(replayRequest(job, replay), replay, ({ phase, share }) =>
    onProgress({ phase, share: STEP_SHARE + (1 - STEP_SHARE) * share }),
  );
  return {
    ...training,
    replay: section,
    warnings: [...training.warnings, ...warnings],
    inputs: uniqueInputs([...training.inputs, ...inputs]),
  };
}

/** The metrics of a document without anchors. */
export const stepMetrics = (document: ExperimentDocument, { step }: JobOnMachine): StepMetrics =>
  metricsWith(document, step, memoryOf(document, step));

const metricsWith = (document: JobSpec, { parts }: StepSimulation, memory: MemoryEstimate): StepMetrics => ({
  ...timeMetrics(document, parts),
  peakMemoryGB: memory.peakGB,
});

/**
 * What a step does, without what crosses the network and without its band: the same sections as those of
 * `runDocument`, of a document without anchors.
 */
export function stepSections({ id, document }: PreparedExperiment, { step }: JobOnMachine): StepSections {
  const memory = memoryOf(document, step);
  return {
    id,
    document,
    metrics: metricsWith(document, step, memory),
    memory: memorySection(document, step, memory),
  };
}

const memorySection = (
  { workload }: JobSpec,
  step: StepSimulation,
  memory: MemoryEstimate,
): ExperimentResult['memory'] => ({
  peakGB: memory.peakGB,
  deviceGB: memory.deviceGB,
  fits: memory.fits,
  ranks: memory.ranks,
  overTime: memoryOverTime(step, workload, memory),
});

const memoryOf = ({ cluster, workload }: JobSpec, { schedule, plan }: StepSimulation): MemoryEstimate =>
  estimateMemory(cluster, workload, { schedule, stages: plan.assignment });

function runTraining(
  { id, document }: PreparedExperiment,
  job: JobOnMachine,
  onProgress: (progress: Progress) => void,
): ExperimentResult {
  const { workload } = document;
  const { step } = job;
  const memory = memoryOf(document, step);
  onProgress(stepProgress(document, 'metrics'));
  const network = networkSection(document, job);
  const computed = metricsWith(document, step, memory);
  const { band: inputBand, uncertainty } = bandOf(job, computed, (done) =>
    onProgress(stepProgress(document, 'uncertainty', done)),
  );
  const flaps = flapSections(document, job);
  const anchored =
    document.anchor === undefined ? undefined : anchoredStep(document, step.parts, memory, document.anchor);
  const metrics = anchored?.metrics ?? computed;
  const energy = stepEnergy(document, metrics.stepTimeS);
  const validated =
    anchored === undefined
      ? validationOf(document, metrics, inputBand)
      : anchoredValidation(inputBand, metrics, anchored.interval);
  return {
    id,
    document,
    engineVersion: ENGINE_VERSION,
    metrics,
    band: validated.band,
    uncertainty,
    family: validated.family,
    ...(anchored === undefined ? {} : { anchor: anchored.section }),
    breakdown: breakdownSection(step, workload.model),
    memory: memorySection(document, step, memory),
    network,
    ...healthySection(document, step),
    ...(flaps.sections.length === 0 ? {} : { flaps: flaps.sections }),
    ...(energy === undefined ? {} : { energy }),
    warnings: [
      ...memoryWarnings(memory),
      ...warningsOf(document, step, network.invariants),
      ...validated.warnings,
      ...flaps.warnings,
    ],
    inputs: uniqueInputs([...trainingInputs(document), ...step.inputs, ...memory.inputs]),
  };
}

function healthySection(
  { cluster, workload, seed, fail = [] }: ExperimentDocument,
  { parts }: StepSimulation,
): Pick<ExperimentResult, 'healthy'> {
  if (fail.length === 0) return {};
  const { total } = new JobOnMachine({ cluster, workload, seed }).step.parts;
  return { healthy: { stepTimeS: total, slowerPct: 100 * (parts.total / total - 1) } };
}

/** Of a document that ignores the memory. */
function memoryWarnings(memory: MemoryEstimate): readonly RunWarning[] {
  if (memory.fits) return [];
  const message =
    `The job does not fit: pipeline rank ${fullestRank(memory).rank} needs ${excess(memory)} the device's ` +
    `${gib(memory.deviceGB)} GiB, which was ignored.`;
  return [{ code: 'memory-ignored', message }];
}

function warningsOf(
  document: ExperimentDocument,
  step: StepSimulation,
  invariants: readonly CheckedInvariant[],
): readonly RunWarning[] {
  const { cluster } = document;
  const warnings: RunWarning[] = [
    ...invariantWarnings(invariants),
    ...tierNotes(cluster, tierPorts(cluster)),
  ];
  const { bubble, total } = step.parts;
  const { schedule, parallelism, routing } = document.workload;
  if (schedule.name === 'interleaved' && schedule.chunksPerDevice === 1) {
    warnings.push({
      code: 'one-chunk',
      message:
        'Interleaved 1F1B with one model chunk of a device is 1F1B: set ' +
        'workload.schedule.chunksPerDevice to 2 or more.',
    });
  }
  if (bubble > 0.25 * total) {
    warnings.push({
      code: 'large-bubble',
      message:
        `The pipeline is idle ${((100 * bubble) / total).toFixed(0)} % of the step: more ` +
        `micro-batches or fewer pipeline stages would help.`,
    });
  }
  // Where every GPU holds all experts, none can get more tokens than another.
  if (parallelism.expert > 1 && routing.expertLoadCv === 0) {
    warnings.push({
      code: 'balanced-routing',
      message:
        'Routing is taken as perfectly balanced (workload.routing.expertLoadCv is 0); real jobs are slower.',
    });
  }
  const { warning } = calibrationOf(document.cluster.device);
  if (warning !== undefined) warnings.push({ code: 'device-not-measured', message: warning });
  const bytesPerReplica = step.boundary.bytes;
  if (bytesPerReplica / GIGA > 1) {
    warnings.push({
      code: 'large-boundary',
      message: `Each pipeline boundary carries ${(bytesPerReplica / GIGA).toFixed(1)} GB for a micro-batch.`,
    });
  }
  return warnings;
}

/** The first entry of a name wins. */
function uniqueInputs(inputs: readonly ProvenancedInput[]): readonly ProvenancedInput[] {
  const seen = new Set<string>();
  return inputs.filter((input) => !seen.has(input.name) && seen.add(input.name));
}
