/** A job that people have, on a machine: an experiment of it, and what a step of it does. */
import { canonicalJson, InvalidDocumentError, type Issue } from '@railyard/base';
import { type ExperimentResult, prepareExperiment, runExperiment } from '@railyard/experiments';
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
  /** Absent where more than the memory is wrong. */
  readonly result?: ExperimentResult;
}

/** @throws InvalidDocumentError where no experiment can be made of it. */
export async function job(question: JobQuestion): Promise<JobAnswer> {
  const { yaml, document, issues, drafts } = await written(question);
  const files = drafts.map(({ model: _model, values: _values, ...draft }) => draft);
  if (issues.some(({ code }) => code !== 'out-of-memory')) return { yaml, issues, files };
  return {
    yaml,
    issues,
    files,
    ...ran(issues.length === 0 ? document : { ...document, ignoreMemory: true }),
  };
}

async function written({ files, model, gpus, device, choices, yaml }: JobQuestion) {
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

/** The result is what `railyard run --json` prints, key for key. */
function ran(document: unknown): Pick<JobAnswer, 'result'> {
  const result = runExperiment(prepareExperiment(document));
  return { result: JSON.parse(canonicalJson(result)) as ExperimentResult };
}
