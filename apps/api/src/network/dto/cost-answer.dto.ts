/** What a network is made of and costs. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type CostItem, type NetworkPower } from '@railyard/cluster';
import { type CostNote, type NetworkCostAnswer } from '@railyard/experiments';
import { InputAnswer } from './collective-answer.dto.js';
import { TierPortsAnswer } from './tier-ports.dto.js';

class CableCount {
  @ApiProperty({ type: String, description: 'host: to an endpoint; all others between switches' })
  readonly class: NetworkCostAnswer['cables'][number]['class'];

  @ApiProperty({ type: 'integer' })
  readonly count: number;
}

class PricedItemAnswer implements CostItem {
  @ApiProperty({ type: String, description: 'switch, fabricCable, endpointCable, or the part of a list' })
  readonly name: string;

  @ApiPropertyOptional({ type: String, description: 'Of cables of a list of parts' })
  readonly class?: NonNullable<CostItem['class']>;

  @ApiProperty({ type: 'integer' })
  readonly count: number;

  @ApiProperty({ type: Number, description: 'Price of one' })
  readonly usd: number;

  @ApiProperty({ type: Number, description: 'All of them' })
  readonly costUSD: number;

  @ApiPropertyOptional({ type: Number, description: 'All of them' })
  readonly watts?: number;

  @ApiProperty({ enum: ['published', 'measured', 'derived', 'fitted', 'assumed'] })
  readonly provenance: CostItem['provenance'];

  @ApiProperty({ type: String })
  readonly source: string;
}

export class PowerAnswer implements NetworkPower {
  @ApiProperty({ type: Number })
  readonly kilowatts: number;

  @ApiPropertyOptional({ type: 'integer' })
  readonly racks?: number;

  @ApiPropertyOptional({ type: Number, description: 'Over those years' })
  readonly energyUSD?: number;

  @ApiPropertyOptional({ type: Number })
  readonly years?: number;

  @ApiProperty({ type: Number, description: 'What is bought and its energy' })
  readonly totalUSD: number;
}

export class CostWarning implements CostNote {
  @ApiProperty({ type: String })
  readonly code: CostNote['code'];

  @ApiProperty({ type: String })
  readonly message: string;
}

export class CostAnswer implements NetworkCostAnswer {
  @ApiProperty({ type: String, description: 'Name of the cluster' })
  readonly cluster: string;

  @ApiProperty({ type: String })
  readonly topology: NetworkCostAnswer['topology'];

  @ApiProperty({ type: 'integer', description: 'NICs attached' })
  readonly endpoints: number;

  @ApiProperty({ type: 'integer' })
  readonly switches: number;

  @ApiProperty({ type: [TierPortsAnswer] })
  readonly tiers: readonly TierPortsAnswer[];

  @ApiProperty({ type: 'integer', description: 'Cables between switches' })
  readonly links: number;

  @ApiProperty({ type: [CableCount] })
  readonly cables: readonly CableCount[];

  @ApiProperty({ type: [PricedItemAnswer] })
  readonly items: readonly PricedItemAnswer[];

  @ApiProperty({ type: Number })
  readonly costUSD: number;

  @ApiProperty({ type: Number })
  readonly costPerEndpointUSD: number;

  @ApiPropertyOptional({ type: Number, description: 'Line rate one way between two halves of the endpoints' })
  readonly bisectionGBps?: number;

  @ApiPropertyOptional({ type: Number })
  readonly costPerBisectionGbpsUSD?: number;

  @ApiPropertyOptional({ type: PowerAnswer, description: 'Of a price list of parts' })
  readonly power?: PowerAnswer;

  @ApiProperty({ type: String, description: 'Name of the price list' })
  readonly prices: string;

  @ApiProperty({
    type: Boolean,
    description: 'No graph of this size exists: counts are those of its formula',
  })
  readonly closedForm: boolean;

  @ApiProperty({ type: [CostWarning] })
  readonly warnings: readonly CostWarning[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ type: [InputAnswer] })
  readonly inputs: readonly InputAnswer[];
}
