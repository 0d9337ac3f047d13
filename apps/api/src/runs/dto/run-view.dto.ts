/** A run as clients see it. */
import { ApiProperty } from '@nestjs/swagger';
import { type RunEntity, type RunState } from '@railyard/database';

export const RUN_STATES: readonly RunState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

export class RunFailure {
  @ApiProperty({ type: String, description: 'crashed, timed-out, out-of-memory or diverged' })
  readonly code: string;

  @ApiProperty({ type: String })
  readonly message: string;
}

/** Headline metrics; the whole result is under `links.result`. */
export class RunSummary {
  @ApiProperty({ type: Number, nullable: true })
  readonly stepTimeS: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly tokensPerDayB: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly mfuCausal: number | null;

  @ApiProperty({ type: Number, nullable: true })
  readonly peakMemoryGB: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of a run over days' })
  readonly ettr: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Of a run over days' })
  readonly goodput: number | null;
}

/** Addresses; what cannot be done now has none. */
export class RunLinks {
  @ApiProperty({ type: String })
  readonly self: string;

  @ApiProperty({ type: String })
  readonly events: string;

  @ApiProperty({ type: String })
  readonly experiment: string;

  @ApiProperty({ type: String, required: false })
  readonly cancel?: string;

  @ApiProperty({ type: String, required: false })
  readonly result?: string;

  @ApiProperty({ type: String, required: false })
  readonly trace?: string;

  @ApiProperty({ type: String, required: false })
  readonly retry?: string;
}

export class RunView {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ enum: RUN_STATES })
  readonly state: RunState;

  @ApiProperty({ type: String, nullable: true, description: 'Phase of a running run' })
  readonly phase: string | null;

  @ApiProperty({ type: Number, description: 'Share done, 0..1' })
  readonly share: number;

  @ApiProperty({ type: String })
  readonly experimentId: string;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: RunFailure, nullable: true })
  readonly failure: RunFailure | null;

  @ApiProperty({ type: RunSummary, nullable: true, description: 'Headline metrics of a run that succeeded' })
  readonly summary: RunSummary | null;

  @ApiProperty({ type: String, nullable: true })
  readonly resultSha256: string | null;

  @ApiProperty({ type: 'integer', description: 'Number of the latest event' })
  readonly lastEvent: number;

  @ApiProperty({ type: RunLinks })
  readonly links: RunLinks;
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function runView(run: RunEntity): RunView {
  const self = `/v1/runs/${run.id}`;
  const { stepTimeS, tokensPerDayB, mfuCausal, peakMemoryGB, ettr, goodput } = run;
  return {
    id: run.id,
    name: run.name,
    state: run.state,
    phase: run.phase,
    share: run.share,
    experimentId: run.experimentId,
    createdAt: new Date(run.createdAtMs).toISOString(),
    startedAt: instant(run.startedAtMs),
    finishedAt: instant(run.finishedAtMs),
    failure: run.failureCode === null ? null : { code: run.failureCode, message: run.failureMessage ?? '' },
    summary:
      run.state === 'succeeded' ? { stepTimeS, tokensPerDayB, mfuCausal, peakMemoryGB, ettr, goodput } : null,
    resultSha256: run.resultSha256,
    lastEvent: run.lastEvent,
    links: {
      self,
      events: `${self}/events`,
      experiment: `/v1/experiments/${run.experimentId}`,
      ...(run.finishedAtMs === null ? { cancel: `${self}/cancel` } : {}),
      ...(run.state === 'succeeded' ? { result: `${self}/result`, trace: `${self}/trace` } : {}),
      ...(run.state === 'failed' || run.state === 'cancelled' ? { retry: `${self}/retry` } : {}),
    },
  };
}
