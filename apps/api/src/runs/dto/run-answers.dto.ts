/** What the routes about runs answer, apart from the run itself. */
import { ApiProperty } from '@nestjs/swagger';
import { type RunState } from '@railyard/database';
import { RUN_STATES, RunView } from './run-view.dto.js';

export const RESULT_SCHEMA = {
  type: 'object',
  required: ['id', 'document', 'engineVersion', 'metrics', 'warnings', 'inputs'],
  properties: {
    id: { type: 'string' },
    engineVersion: { type: 'string' },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
  },
  additionalProperties: true,
};

export const TRACE_SCHEMA = {
  type: 'object',
  required: ['traceEvents'],
  properties: { traceEvents: { type: 'array', items: { type: 'object' } } },
  additionalProperties: true,
};

export class RunPage {
  @ApiProperty({ type: [RunView] })
  readonly items: readonly RunView[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}

export class RunWithResult extends RunView {
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    description: 'As GET /v1/runs/{id}/result; null without one',
  })
  readonly result: object | null;
}

export class RunCounts implements Readonly<Record<RunState, number>> {
  @ApiProperty({ type: 'integer' })
  readonly queued: number;

  @ApiProperty({ type: 'integer' })
  readonly running: number;

  @ApiProperty({ type: 'integer' })
  readonly succeeded: number;

  @ApiProperty({ type: 'integer' })
  readonly failed: number;

  @ApiProperty({ type: 'integer' })
  readonly cancelled: number;
}

/** Runs that failed for the same reason. */
export class FailureGroup {
  @ApiProperty({ type: String })
  readonly code: string;

  @ApiProperty({ type: String })
  readonly message: string;

  @ApiProperty({ type: 'integer' })
  readonly count: number;

  @ApiProperty({ type: String, description: 'Address of one of them' })
  readonly example: string;
}

export class RunsOverview {
  @ApiProperty({ type: RunCounts })
  readonly states: RunCounts;

  @ApiProperty({ type: [FailureGroup] })
  readonly failures: readonly FailureGroup[];
}

/** An event of a run; the same as a frame of the stream. */
export class HistoryEvent {
  @ApiProperty({ type: 'integer', description: '1, 2, 3, ... without gaps' })
  readonly number: number;

  @ApiProperty({ enum: ['queued', 'running', 'progress', 'requeued', 'succeeded', 'failed', 'cancelled'] })
  readonly type: string;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly at: string;

  @ApiProperty({ enum: RUN_STATES, required: false })
  readonly state?: RunState;

  @ApiProperty({ type: String, required: false })
  readonly phase?: string;

  @ApiProperty({ type: Number, required: false, description: 'Share done, 0..1' })
  readonly share?: number;

  @ApiProperty({ type: 'integer', required: false, description: 'How often it was started' })
  readonly start?: number;

  @ApiProperty({ type: String, required: false, description: 'Why it waits again' })
  readonly reason?: string;

  @ApiProperty({ type: String, required: false })
  readonly resultSha256?: string;

  @ApiProperty({ type: Boolean, required: false, description: 'The result was there already' })
  readonly reused?: boolean;

  @ApiProperty({ type: String, required: false, description: 'Of a failure' })
  readonly code?: string;

  @ApiProperty({ type: String, required: false, description: 'Of a failure' })
  readonly message?: string;
}

export class RunHistory {
  @ApiProperty({ type: [HistoryEvent] })
  readonly items: readonly HistoryEvent[];

  @ApiProperty({ type: Boolean, description: 'There will be no more' })
  readonly ended: boolean;
}
