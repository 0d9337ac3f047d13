/** Answers to questions about a job over days. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Advice, type JobCosts, type ReplayCurve } from '@railyard/replay';

const SECTION = { type: 'object', additionalProperties: true } as const;

export class CostsAnswer implements JobCosts {
  @ApiProperty({ type: Number, description: 'Of all GPUs over the wall time, spares among them' })
  readonly gpuHours: number;

  @ApiPropertyOptional({ type: Number })
  readonly pricePerGpuHour?: number;

  @ApiPropertyOptional({ type: Number })
  readonly cost?: number;

  @ApiPropertyOptional({ type: Number, description: 'Price of a GPU-hour of clean training' })
  readonly costPerCleanGpuHour?: number;

  @ApiProperty({ type: [Object], description: 'Useful work, each cause with its band, overheads: the sum' })
  readonly rows: JobCosts['rows'];
}

export class AdviceAnswer implements Advice {
  @ApiProperty({ type: String })
  readonly objective: Advice['objective'];

  @ApiProperty({ ...SECTION })
  readonly configured: Advice['configured'];

  @ApiProperty({ ...SECTION })
  readonly recommended: Advice['recommended'];

  @ApiProperty({ ...SECTION, description: 'Recommended less configured, on the same faults' })
  readonly goodputDifference: Advice['goodputDifference'];

  @ApiProperty({ ...SECTION })
  readonly ettrDifference: Advice['ettrDifference'];

  @ApiProperty({ type: Boolean, description: 'The configured checkpoints reach behind a corruption' })
  readonly configuredReaches: boolean;

  @ApiProperty({ type: [Object], description: 'Everything that was played, the best first' })
  readonly rows: Advice['rows'];

  @ApiPropertyOptional({ ...SECTION, description: 'Over the interval, with published optima' })
  readonly curve?: NonNullable<Advice['curve']>;
}

export class CurveAnswer implements ReplayCurve {
  @ApiProperty({ type: String })
  readonly over: ReplayCurve['over'];

  @ApiProperty({ type: String })
  readonly unit: ReplayCurve['unit'];

  @ApiProperty({ type: [Object], description: 'ETTR and goodput at each value' })
  readonly points: ReplayCurve['points'];

  @ApiProperty({ type: Number })
  readonly configured: number;

  @ApiProperty({ type: [Object], description: 'Values that closed forms and the simulation call best' })
  readonly optima: ReplayCurve['optima'];
}
