/** What a simulated collective came to. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type NetworkAnswer } from '@railyard/cluster';

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
}
