/** What a schedule came to. */
import { ApiProperty } from '@nestjs/swagger';
import { SCHEDULE_NAMES, type ScheduleSummary } from '@railyard/parallelism';

type Rank = ScheduleSummary['perRank'][number];
type Warning = ScheduleSummary['warnings'][number];

class ScheduleRankAnswer implements Rank {
  @ApiProperty({ type: 'integer' })
  readonly rank: number;

  @ApiProperty({
    type: Object,
    additionalProperties: { type: 'integer' },
    description: 'Ops that the rank executes, by kind',
  })
  readonly counts: Rank['counts'];

  @ApiProperty({ type: Number })
  readonly bubbleMs: number;

  @ApiProperty({ type: Number, description: 'Of one micro-batch on one stage each' })
  readonly peakActivations: number;
}

class ScheduleWarningAnswer implements Warning {
  @ApiProperty({ enum: ['formula-does-not-hold', 'formula-approximates'] })
  readonly code: Warning['code'];

  @ApiProperty({ type: String })
  readonly message: string;
}

export class ScheduleAnswer implements ScheduleSummary {
  @ApiProperty({ enum: SCHEDULE_NAMES })
  readonly schedule: ScheduleSummary['schedule'];

  @ApiProperty({ type: 'integer' })
  readonly ranks: number;

  @ApiProperty({ type: 'integer' })
  readonly microBatches: number;

  @ApiProperty({ type: Number })
  readonly makespanMs: number;

  @ApiProperty({ type: Number, description: 'Mean over ranks of the idle time until the last is done' })
  readonly bubbleMs: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'As published; null with too few micro-batches for the formula to hold',
  })
  readonly formulaBubbleMs: number | null;

  @ApiProperty({ type: 'integer' })
  readonly ops: number;

  @ApiProperty({ type: [ScheduleRankAnswer] })
  readonly perRank: readonly ScheduleRankAnswer[];

  @ApiProperty({ type: [ScheduleWarningAnswer], description: 'What keeps formula and bubble apart' })
  readonly warnings: readonly ScheduleWarningAnswer[];
}
