/** Ports and oversubscription of one tier of switches. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type TierPorts } from '@railyard/cluster';

export class TierPortsAnswer implements TierPorts {
  @ApiProperty({ enum: ['leaf', 'spine', 'core', 'router'] })
  readonly tier: TierPorts['tier'];

  @ApiProperty({ type: 'integer' })
  readonly switches: number;

  @ApiProperty({ type: 'integer', description: 'Of one switch' })
  readonly ports: number;

  @ApiProperty({ type: [Number], description: 'In use, of the switch with fewest and of the one with most' })
  readonly usedPorts: readonly [number, number];

  @ApiProperty({ type: 'integer', description: 'Of all switches of the tier together' })
  readonly freePorts: number;

  @ApiProperty({
    type: Number,
    description: 'Line rate of NICs and lower tiers, at the switch of the highest ratio',
  })
  readonly downGBps: number;

  @ApiProperty({ type: Number, description: 'Line rate of its links up, or across' })
  readonly onwardGBps: number;

  @ApiPropertyOptional({
    type: Number,
    description: 'Down over onward, 2 for 2:1; left out for the highest tier',
  })
  readonly oversubscription?: number;
}
