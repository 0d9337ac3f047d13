/** Fabrics side by side. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ComparedFabric, type FabricComparison, type YearlyFailures } from '@railyard/experiments';
import { InputAnswer } from './collective-answer.dto.js';
import { CostWarning, PowerAnswer } from './cost-answer.dto.js';
import { TierPortsAnswer } from './tier-ports.dto.js';

class FailuresAnswer implements YearlyFailures {
  @ApiProperty({ type: Number })
  readonly hostLinks: number;

  @ApiProperty({ type: Number, description: 'At the rate of links from NICs to leaves' })
  readonly fabricLinks: number;

  @ApiProperty({ type: Number })
  readonly switches: number;

  @ApiProperty({ type: Number, description: 'Short outages of links from NICs to leaves' })
  readonly flaps: number;
}

class EqualBisectionAnswer implements NonNullable<ComparedFabric['atEqualBisection']> {
  @ApiProperty({ type: Number })
  readonly costUSD: number;

  @ApiPropertyOptional({ type: Number })
  readonly kilowatts?: number;
}

class StepOnFabric implements NonNullable<ComparedFabric['step']> {
  @ApiProperty({ type: Number })
  readonly stepTimeS: number;

  @ApiProperty({ type: Number })
  readonly tokensPerDayB: number;

  @ApiProperty({ type: Number, description: 'What is bought and its energy, over the tokens of a day' })
  readonly usdPerMillionTokensPerDay: number;
}

class ComparedFabricAnswer implements ComparedFabric {
  @ApiProperty({ type: String })
  readonly cluster: string;

  @ApiProperty({ type: String })
  readonly topology: ComparedFabric['topology'];

  @ApiProperty({ type: 'integer' })
  readonly endpoints: number;

  @ApiProperty({ type: 'integer' })
  readonly switches: number;

  @ApiProperty({ type: 'integer' })
  readonly links: number;

  @ApiProperty({ type: [TierPortsAnswer] })
  readonly tiers: readonly TierPortsAnswer[];

  @ApiPropertyOptional({ type: Number })
  readonly bisectionGBps?: number;

  @ApiProperty({ type: Number })
  readonly costUSD: number;

  @ApiProperty({ type: Number })
  readonly costPerEndpointUSD: number;

  @ApiPropertyOptional({ type: Number })
  readonly costPerBisectionGbpsUSD?: number;

  @ApiPropertyOptional({ type: PowerAnswer })
  readonly power?: PowerAnswer;

  @ApiPropertyOptional({
    type: EqualBisectionAnswer,
    description: 'In proportion to the bisection of the first fabric',
  })
  readonly atEqualBisection?: EqualBisectionAnswer;

  @ApiProperty({ type: FailuresAnswer })
  readonly failuresPerYear: FailuresAnswer;

  @ApiPropertyOptional({ type: StepOnFabric, description: 'With a workload' })
  readonly step?: StepOnFabric;
}

export class ComparisonOfFabrics implements FabricComparison {
  @ApiProperty({ type: [ComparedFabricAnswer] })
  readonly fabrics: readonly ComparedFabricAnswer[];

  @ApiProperty({ type: String, description: 'Name of the price list' })
  readonly prices: string;

  @ApiProperty({ type: [CostWarning] })
  readonly warnings: readonly CostWarning[];

  @ApiProperty({ type: [InputAnswer] })
  readonly inputs: readonly InputAnswer[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;
}
