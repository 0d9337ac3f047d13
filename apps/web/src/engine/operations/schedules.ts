/** Pipeline schedules side by side, of one pipeline and the same op times. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import { checkedSchedule, recordSchedule, runSchedule } from '@railyard/experiments';
import { type RecordedTimeline, SCHEDULE_NAMES, type ScheduleSummary } from '@railyard/parallelism';

export interface SchedulesQuestion {
  readonly ranks: number;
  readonly microBatches: number;
  readonly fMs: number;
  readonly bInputMs: number;
  readonly wMs: number;
}

/** Of one schedule: what it does, or why it cannot be written for this pipeline. */
export interface ScheduleAnswer {
  readonly name: string;
  readonly issues: readonly Issue[];
  readonly summary?: ScheduleSummary;
  readonly timeline?: RecordedTimeline;
}

export function schedules(question: SchedulesQuestion): readonly ScheduleAnswer[] {
  return SCHEDULE_NAMES.map((name) => {
    try {
      const checked = checkedSchedule({ ...question, name });
      return { name, issues: [], summary: runSchedule(checked), timeline: recordSchedule(checked) };
    } catch (error) {
      if (error instanceof InvalidDocumentError) return { name, issues: error.issues };
      throw error;
    }
  });
}
