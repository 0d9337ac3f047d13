/** What a simulated collective came to. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type BesideTimes, type FlappedTimes, type NetworkAnswer } from '@railyard/cluster';

class CarriedLink {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly class: NetworkAnswer['links'][number]['class'];

  @ApiProperty({ type: 'integer' })
  readonly plane: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;

  @ApiProperty({ type: Number })
  readonly utilisation: number;

  @ApiPropertyOptional({ type: Number, description: 'Left out where messages are too many to be followed one by one' })
  readonly peakUtilisation?: number;
}

class PlaneLoad {
  @ApiProperty({ type: 'integer' })
  readonly plane: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;
}

class BesideAnswer implements BesideTimes {
  @ApiProperty({ type: String })
  readonly collective: BesideTimes['collective'];

  @ApiProperty({ type: Number })
  readonly aloneUs: number;

  @ApiProperty({ type: Number, description: 'All flows as equals on every link' })
  readonly sharedUs: number;

  @ApiProperty({ type: Number, description: 'Each collective with a queue of its own on every link' })
  readonly queuedUs: number;

  @ApiPropertyOptional({ type: Number, description: 'On rails of its own, where nodes have rails' })
  readonly separatedUs?: number;

  @ApiPropertyOptional({ type: [Number], description: 'Those rails' })
  readonly rails?: readonly number[];
}

class FlappedAnswer implements FlappedTimes {
  @ApiProperty({ type: Number, description: 'Of the collective with the flaps' })
  readonly timeUs: number;

  @ApiProperty({ type: Number, description: 'Longest time that one transfer stood still' })
  readonly longestStallUs: number;

  @ApiProperty({ type: 'integer', description: 'Transfers that end later than they would without' })
  readonly delayed: number;

  @ApiProperty({ type: 'integer', description: 'Messages; of rings and trees, channels' })
  readonly transfers: number;
}

export class CollectiveAnswer implements NetworkAnswer {
  @ApiProperty({ type: Number })
  readonly algbwGBps: number;

  @ApiProperty({ type: Number })
  readonly busbwGBps: number;

  @ApiProperty({ type: Number })
  readonly timeUs: number;

  @ApiProperty({ type: Number })
  readonly latencyUs: number;

  @ApiProperty({ type: String })
  readonly bottleneck: string;

  @ApiProperty({ type: [CarriedLink], description: 'Busiest first' })
  readonly links: readonly CarriedLink[];

  @ApiProperty({ type: [PlaneLoad] })
  readonly planes: readonly PlaneLoad[];

  @ApiProperty({ type: 'integer' })
  readonly flows: number;

  @ApiPropertyOptional({ type: FlappedAnswer, description: 'With flap; all else is without' })
  readonly flapped?: FlappedAnswer;

  @ApiPropertyOptional({ type: [BesideAnswer], description: 'With beside: the collective and the other' })
  readonly beside?: readonly BesideAnswer[];
}
