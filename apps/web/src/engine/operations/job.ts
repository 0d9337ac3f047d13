/** A job that people have, on a machine: an experiment of it, and what a step of it does. */
import { canonicalJson, InvalidDocumentError, type Issue } from '@railyard/base';
import {
  type ExperimentResult,
  prepareExperiment,
  runExperiment,
  stepOf,
  type StepSections,
} from '@railyard/experiments';
import { type JobDraft, type JobValues, type SourceFile } from '@railyard/intake';

export interface JobQuestion {
  readonly files: readonly SourceFile[];
  /** A model preset; with it no file need say the model. */
  readonly model?: string;
  readonly gpus?: number;
  readonly device?: string;
  readonly choices: JobValues;
  /** An experiment as text, in place of all others. */
  readonly yaml?: string;
}

export interface JobAnswer {
  readonly yaml: string;
  /** Why it does not run as it stands. */
  readonly issues: readonly Issue[];
  readonly files: readonly Omit<JobDraft, 'model' | 'values'>[];
  /** Without its band, which takes as long again; absent where more than the memory is wrong. */
  readonly step?: StepSections;
}

/** @throws InvalidDocumentError where no experiment can be made of it. */
export async function job(question: JobQuestion): Promise<JobAnswer> {
  const { yaml, issues, drafts, runnable } = await written(question);
  const files = drafts.map(({ model: _model, values: _values, ...draft }) => draft);
  if (runnable === undefined) return { yaml, issues, files };
  return { yaml, issues, files, step: stepOf(prepareExperiment(runnable)) };
}

/**
 * The whole result of the same job: what `railyard run --json` prints, key for key.
 * @throws InvalidDocumentError where more than the memory is wrong.
 */
export async function result(question: JobQuestion): Promise<ExperimentResult> {
  const { issues, runnable } = await written(question);
  if (runnable === undefined) throw new InvalidDocumentError(issues);
  return JSON.parse(canonicalJson(runExperiment(prepareExperiment(runnable)))) as ExperimentResult;
}

/** The experiment that a question asks for; one that does not fit is computed all the same. */
async function written(question: JobQuestion) {
  const answer = await asked(question);
  const { document, issues } = answer;
  if (issues.some(({ code }) => code !== 'out-of-memory')) return { ...answer, runnable: undefined };
  return { ...answer, runnable: issues.length === 0 ? document : { ...document, ignoreMemory: true } };
}

async function asked({ files, model, gpus, device, choices, yaml }: JobQuestion) {
  if (yaml !== undefined) return asWritten(yaml);
  const { initExperiment, readFile } = await import('@railyard/intake');
  const { text, ...answer } = initExperiment({
    drafts: files.map((file) => readFile(file)),
    values: choices,
    ...(model === undefined ? {} : { preset: model }),
    ...(gpus === undefined ? {} : { gpus }),
    ...(device === undefined ? {} : { device }),
  });
  return { ...answer, yaml: text };
}

/** An experiment that the user wrote: of its mistakes only that it does not fit is borne. */
async function asWritten(yaml: string) {
  const { parseText } = await import('./text.js');
  const document = parseText(yaml) as Readonly<Record<string, unknown>>;
  const drafts: readonly JobDraft[] = [];
  try {
    prepareExperiment(document);
    return { yaml, document, drafts, issues: [] };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { yaml, document, drafts, issues: error.issues };
    throw error;
  }
}
