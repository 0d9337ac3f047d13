/** What happened in one replica, for the timeline and the fault log; the simulation runs without one too. */
import { FaultLog, type FaultRecord } from '../faults/index.js';

/** What a job is doing: training, or the part of a stop that it is in. */
export type Phase = 'run' | 'save' | 'detect' | 'drain' | 'restart' | 'reload' | 'wait';

export interface TimelineSpan {
  readonly phase: Phase;
  readonly startS: number;
  readonly endS: number;
  /** Class that the downtime is due to; left out while the job runs. */
  readonly cause?: string;
}

export interface TimelineMark {
  readonly timeS: number;
  readonly class: string;
  readonly component: string;
  /** What it did to the job. */
  readonly outcome:
    'interruption' | 'pause' | 'degraded' | 'corrupted' | 'rollback' | 'outside-job' | 'logged';
}

/** Spans and marks that a timeline keeps; later ones are counted, not kept. */
export const TIMELINE_LIMIT = 20_000;

export class Recorder {
  readonly log = new FaultLog();
  readonly spans: TimelineSpan[] = [];
  readonly marks: TimelineMark[] = [];
  /** Spans and marks beyond the limit. */
  omitted = 0;

  fault(record: FaultRecord): void {
    this.log.add(record);
  }

  span(span: TimelineSpan): void {
    if (span.endS <= span.startS) return;
    if (this.spans.length < TIMELINE_LIMIT) this.spans.push(span);
    else this.omitted += 1;
  }

  mark(mark: TimelineMark): void {
    if (this.marks.length < TIMELINE_LIMIT) this.marks.push(mark);
    else this.omitted += 1;
  }
}
