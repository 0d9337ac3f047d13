/** Which ranks and steps of a timeline are kept, as people write them. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import { type ExperimentDocument } from '../document.js';
import { type RecordOptions } from './record-timeline.js';

export interface RecordRequest {
  /** `0-3,8`; default: all. */
  readonly ranks?: string;
  readonly steps?: number;
}

const MOST_STEPS = 64;

/** @throws InvalidDocumentError naming what the job has not */
export function recordOptions(
  { ranks, steps }: RecordRequest,
  { workload }: Pick<ExperimentDocument, 'workload'>,
): RecordOptions {
  const { pipeline } = workload.parallelism;
  const issues: Issue[] = [];
  const kept = ranks === undefined ? undefined : ranksNamed(ranks, pipeline, issues);
  if (steps !== undefined && !(Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS))
    issues.push({
      path: '/steps',
      code: 'out-of-range',
      message: `steps must be 1 to ${MOST_STEPS} (got ${steps}).`,
      hint: `Use 1 to ${MOST_STEPS}.`,
    });
  if (issues.length > 0) throw new InvalidDocumentError(issues);
  return { ...(kept === undefined ? {} : { ranks: kept }), ...(steps === undefined ? {} : { steps }) };
}

function ranksNamed(words: string, pipeline: number, issues: Issue[]): readonly number[] {
  const ranks = new Set<number>();
  for (const part of words.split(',')) {
    const match = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(part);
    const [first, last] = [Number(match?.[1] ?? NaN), Number(match?.[2] ?? match?.[1] ?? NaN)];
    if (!(first <= last && last < pipeline)) {
      issues.push({
        path: '/ranks',
        code: 'out-of-range',
        message: `ranks must be pipeline ranks from 0 to ${pipeline - 1} (got ${part.trim()}).`,
        hint: 'Use ranks and ranges of them, such as 0-3,8.',
      });
      continue;
    }
    for (let rank = first; rank <= last; rank += 1) ranks.add(rank);
  }
  return [...ranks].sort((a, b) => a - b);
}
