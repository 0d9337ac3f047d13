/** Several files of one job as one: what one leaves open another may say, but they may not contradict. */
import { type IssueList } from '@railyard/base';
import { MODELS, type ModelSpec } from '@railyard/parallelism';
import { type JobDraft, type JobValues } from '../source/index.js';

export interface MergedJob {
  readonly model?: ModelSpec | string;
  /** File that the model is from. */
  readonly modelSource?: string;
  readonly values: JobValues;
  /** File that each value is from. */
  readonly sources: Readonly<Partial<Record<keyof JobValues, string>>>;
}

/** `drafts` in order: the model of the first counts. */
export function mergeDrafts(drafts: readonly JobDraft[], issues: IssueList): MergedJob {
  const sources: Partial<Record<keyof JobValues, string>> = {};
  const values: Record<string, unknown> = {};
  for (const draft of drafts) {
    for (const [key, value] of Object.entries(draft.values)) {
      const name = key as keyof JobValues;
      const before = sources[name];
      if (before === undefined) {
        sources[name] = draft.source;
        values[key] = value;
      } else if (JSON.stringify(values[key]) !== JSON.stringify(value)) {
        issues
          .at(key)
          .add(
            'contradiction',
            `${key} must be the same in all files (got ${wordOf(values[key])} in ${before} and ` +
              `${wordOf(value)} in ${draft.source}).`,
            'Correct one of the files.',
          );
      }
    }
  }
  const models = drafts.filter((draft) => draft.model !== undefined);
  const [first, ...others] = models;
  if (first?.model === undefined) return { values, sources };
  for (const other of others) compareModels(first, other, issues);
  return { model: first.model, modelSource: first.source, values, sources };
}

const wordOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

const SIZES = ['layers', 'hidden', 'vocabulary'] as const;

function compareModels(first: JobDraft, other: JobDraft, issues: IssueList): void {
  const [a, b] = [specOf(first.model), specOf(other.model)];
  if (a === undefined || b === undefined) return;
  for (const size of SIZES) {
    const padded = size === 'vocabulary' && (b.paddedVocabulary ?? b.vocabulary) >= a.vocabulary;
    issues
      .at(size)
      .require(
        a[size] === b[size] || padded,
        'contradiction',
        `${size} must be the same in both files (got ${a[size]} in ${first.source} and ${b[size]} in ` +
          `${other.source}).`,
        'Name the files of one model.',
      );
  }
}

const specOf = (model: ModelSpec | string | undefined): ModelSpec | undefined =>
  typeof model === 'string' ? MODELS[model] : model;
