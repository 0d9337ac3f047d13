/** A pipeline schedule executed with equal op times, as a user asks for it. */
import { IssueList } from '@railyard/base';
import {
  checkScheduleRequest,
  type ScheduleName,
  type ScheduleSummary,
  type ScheduleTimesMs,
  summarizeSchedule,
} from '@railyard/parallelism';
import { type ScheduleRequest, REQUEST_SCHEMAS } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';

/** A checked request with its defaults. */
export interface CheckedSchedule {
  readonly name: ScheduleName;
  readonly ranks: number;
  readonly microBatches: number;
  readonly times: ScheduleTimesMs;
}

const CHUNKS = 2;

/** Keys that other schedules do not read. */
const READ_BY = {
  fbMs: ['dualpipe', 'dualpipe-v'],
  chunksPerDevice: ['interleaved'],
} as const satisfies Partial<Record<keyof ScheduleRequest, readonly ScheduleName[]>>;

/** @throws InvalidDocumentError with every issue. */
export function checkedSchedule(input: unknown): CheckedSchedule {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.ScheduleRequest, input, issues);
  for (const key of ['fbMs', 'chunksPerDevice'] as const) {
    const readers: readonly ScheduleName[] = READ_BY[key];
    issues.relate(given, ['name', key], ({ name, [key]: value }) =>
      issues
        .at(key)
        .require(
          value === undefined || readers.includes(name),
          'not-applicable',
          `${key} must be left out for ${name}, which does not read it (got ${value}).`,
          `Remove it, or use ${readers.join(' or ')}.`,
        ),
    );
  }
  issues.relate(given, ['name', 'ranks', 'microBatches', 'chunksPerDevice'], (sound) =>
    checkScheduleRequest({ chunksPerDevice: CHUNKS, sends: 'published', ...sound }, issues),
  );
  throwIfAny(issues);
  return completed(given as ScheduleRequest);
}

function completed({ name, ranks, microBatches, ...stated }: ScheduleRequest): CheckedSchedule {
  const { fMs = 1, bInputMs = fMs, wMs = fMs, chunksPerDevice = CHUNKS } = stated;
  const { fbMs = fMs + bInputMs + wMs, sends = 'published' } = stated;
  return { name, ranks, microBatches, times: { fMs, bInputMs, wMs, fbMs, chunksPerDevice, sends } };
}

export const runSchedule = ({ name, ranks, microBatches, times }: CheckedSchedule): ScheduleSummary =>
  summarizeSchedule(name, ranks, microBatches, times);
