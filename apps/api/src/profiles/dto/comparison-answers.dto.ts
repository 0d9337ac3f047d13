/** Recordings side by side, and one against another. */
import { ApiProperty } from '@nestjs/swagger';
import {
  type KernelDifference,
  type ProfileDifference,
  type RankComparison,
  type RankSummary,
  type TimeDifference,
} from '@railyard/profile';

const COUNT = { type: 'integer' } as const;
const CALLS = { type: Number, description: 'A mean over ranks in a simulated step' } as const;
const TIME = { type: Number, description: 'ms' } as const;

class RankAnswer implements RankSummary {
  @ApiProperty({ type: String, description: 'Name of the trace' }) readonly source: string;
  @ApiProperty(COUNT) readonly rank: number;
  @ApiProperty(TIME) readonly spanMs: number;
  @ApiProperty(TIME) readonly computeMs: number;
  @ApiProperty(TIME) readonly communicationMs: number;
  @ApiProperty({ ...TIME, description: 'Exposed communication' }) readonly exposedMs: number;
  @ApiProperty({ ...TIME, description: 'Time in which nothing ran' }) readonly idleMs: number;
  @ApiProperty({ ...COUNT, description: 'Collectives that are in another recording too' })
  readonly matched: number;
  @ApiProperty({ ...TIME, description: 'Longer in those than the rank that came last' })
  readonly waitMs: number;
  @ApiProperty(COUNT) readonly lastToCome: number;
  @ApiProperty({ ...TIME, description: 'Its clock against that of the first recording' })
  readonly clockOffsetMs: number;
}

export class RankComparisonAnswer implements RankComparison {
  @ApiProperty({ type: [RankAnswer] }) readonly ranks: readonly RankAnswer[];
  @ApiProperty({ ...COUNT, nullable: true, description: 'The rank that others waited for most' })
  readonly straggler: number | null;
  @ApiProperty({ type: Number, description: 'Longest over shortest computation of a rank, less 1' })
  readonly computeSkew: number;
  @ApiProperty({ ...TIME, description: 'Between the first and the last rank to come, on average' })
  readonly meanArrivalSkewMs: number;
  @ApiProperty(TIME) readonly largestArrivalSkewMs: number;
  @ApiProperty(COUNT) readonly matched: number;
}

class TimeDifferenceAnswer implements TimeDifference {
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty(TIME) readonly beforeMs: number;
  @ApiProperty(TIME) readonly afterMs: number;
  @ApiProperty(TIME) readonly changeMs: number;
}

class KernelDifferenceAnswer extends TimeDifferenceAnswer implements KernelDifference {
  @ApiProperty({ type: String }) readonly kind: KernelDifference['kind'];
  @ApiProperty(CALLS) readonly kernelsBefore: number;
  @ApiProperty(CALLS) readonly kernelsAfter: number;
}

export class ProfileDifferenceAnswer implements ProfileDifference {
  @ApiProperty({ ...COUNT, description: 'Training steps that the first side is divided by' })
  readonly stepsBefore: number;
  @ApiProperty(COUNT) readonly stepsAfter: number;
  @ApiProperty({ type: TimeDifferenceAnswer }) readonly span: TimeDifferenceAnswer;
  @ApiProperty({
    type: [TimeDifferenceAnswer],
    description: 'Parts of the timeline: they add up to the span',
  })
  readonly parts: readonly TimeDifferenceAnswer[];
  @ApiProperty({ type: [TimeDifferenceAnswer], description: 'Kernel time by kind, the largest change first' })
  readonly kinds: readonly TimeDifferenceAnswer[];
  @ApiProperty({ type: [KernelDifferenceAnswer], description: 'Kernel time by name' })
  readonly kernels: readonly KernelDifferenceAnswer[];
  @ApiProperty({ type: [TimeDifferenceAnswer], description: 'Annotated ranges that both sides have' })
  readonly phases: readonly TimeDifferenceAnswer[];
  @ApiProperty({ type: String, description: 'The part that changed most, in words' })
  readonly explained: string;
}
