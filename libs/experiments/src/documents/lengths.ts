/** The mean of lengths that are listed stands as the length of a request, for everything that needs one. */
import { type IssueList, isRecord } from '@railyard/base';
import { type LengthsSpec, meanLength } from '@railyard/serving';

type Plain = Readonly<Record<string, unknown>>;

const KINDS = ['prompt', 'output'] as const;

/** @param written by the user, by which a stated mean is distinguished from a default */
export function completeLengths(document: Plain, written: Plain, issues: IssueList): Plain {
  const { requests } = document;
  if (!isRecord(requests)) return document;
  const stated = isRecord(written.requests) ? written.requests : {};
  const means = Object.fromEntries(
    KINDS.flatMap((kind) => {
      const lengths = requests[`${kind}Lengths`];
      if (!isListed(lengths)) return [];
      const key = `${kind}Tokens`;
      const mean = Math.max(1, Math.round(meanLength(lengths) ?? 1));
      issues
        .at('requests')
        .at(key)
        .require(
          stated[key] === undefined || stated[key] === mean,
          'conflict',
          `${key} must be the mean of ${kind}Lengths, ${mean} (got ${String(stated[key])}).`,
          `Leave ${key} out, or use ${mean}.`,
        );
      return [[key, mean] as const];
    }),
  );
  return Object.keys(means).length === 0 ? document : { ...document, requests: { ...requests, ...means } };
}

/** Sound enough to have a mean: anything else is for the schema to report. */
function isListed(lengths: unknown): lengths is LengthsSpec {
  if (!isRecord(lengths) || (lengths.kind !== 'list' && lengths.kind !== 'quantiles')) return false;
  const { tokens, weights = [1] } = lengths;
  const isNumbers = (list: unknown): list is readonly number[] =>
    Array.isArray(list) && list.length > 0 && list.every((value) => typeof value === 'number' && value >= 0);
  return isNumbers(tokens) && isNumbers(weights) && weights.some((weight) => weight > 0);
}
