/** What the routes about runs answer, beside the run itself. */
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type Comparison } from '@railyard/experiments';
import { type RunState } from '@railyard/storage';
import { RUN_STATES, RunView } from './run-view.js';

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

/** Runs that failed alike. */
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

class ComparedRun {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly run: string;
}

class ComparedInput {
  @ApiProperty({ type: String, description: 'JSON pointer into the resolved document' })
  readonly path: string;

  @ApiProperty({ type: 'array', items: {}, description: 'One for each run; null where it has no such key' })
  readonly values: readonly unknown[];
}

class ComparedMetric {
  @ApiProperty({ type: String })
  readonly name: Comparison['metrics'][number]['name'];

  @ApiProperty({ type: [Number] })
  readonly values: readonly number[];

  @ApiProperty({
    type: 'array',
    items: { type: 'number', nullable: true },
    description: 'Against the baseline, %; null where it is 0',
  })
  readonly differencePct: readonly (number | null)[];

  @ApiProperty({ type: 'array', items: { type: 'string', enum: ['better', 'worse', 'same'] } })
  readonly verdict: Comparison['metrics'][number]['verdict'];
}

@ApiSchema({ name: 'Comparison' })
export class ComparisonAnswer implements Comparison {
  @ApiProperty({ type: [ComparedRun] })
  readonly runs: readonly ComparedRun[];

  @ApiProperty({ type: 'integer', description: 'Which run the others are compared with' })
  readonly baseline: number;

  @ApiProperty({ type: [ComparedInput] })
  readonly inputs: readonly ComparedInput[];

  @ApiProperty({ type: [ComparedMetric] })
  readonly metrics: readonly ComparedMetric[];
}
