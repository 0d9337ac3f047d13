/** What a simulated collective came to. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Constant, type ProvenancedInput } from '@railyard/base';
import {
  type ConcurrentTimes,
  type FlappedTimes,
  type BenchmarkResult,
  type NetworkWarning,
  type SeedBand,
} from '@railyard/cluster';
import { type NetworkResult } from '@railyard/experiments';
import { TierPortsAnswer } from './tier-ports.dto.js';

class CarriedLink {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly class: BenchmarkResult['links'][number]['class'];

  @ApiProperty({ type: 'integer', description: '-1: of no plane' })
  readonly plane: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;

  @ApiProperty({ type: Number })
  readonly utilisation: number;

  @ApiPropertyOptional({
    type: Number,
    description: 'Left out where messages are too many to be followed one by one',
  })
  readonly peakUtilisation?: number;
}

class PlaneLoad {
  @ApiProperty({ type: 'integer', description: '-1: the single fabric' })
  readonly plane: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;
}

export class InputAnswer implements ProvenancedInput {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }] })
  readonly value: number | string;

  @ApiProperty({ type: String })
  readonly unit: string;

  @ApiProperty({ enum: ['published', 'measured', 'derived', 'fitted', 'assumed'] })
  readonly provenance: Constant['provenance'];

  @ApiProperty({ type: String })
  readonly source: string;
}

class WarningAnswer implements NetworkWarning {
  @ApiProperty({ type: String })
  readonly code: NetworkWarning['code'];

  @ApiProperty({ type: String })
  readonly message: string;
}

class ConcurrentAnswer implements ConcurrentTimes {
  @ApiProperty({ type: String })
  readonly collective: ConcurrentTimes['collective'];

  @ApiProperty({ type: Number })
  readonly aloneUs: number;

  @ApiProperty({ type: Number, description: 'All flows as equals on every link' })
  readonly sharedUs: number;

  @ApiProperty({ type: Number, description: 'Each collective with a queue of its own on every link' })
  readonly queuedUs: number;

  @ApiPropertyOptional({ type: Number, description: 'With control: where switches pause each other' })
  readonly controlledUs?: number;

  @ApiPropertyOptional({
    type: [Number],
    minItems: 2,
    maxItems: 2,
    description: 'Between what it lies by the errors against packet-level runs, where there are any',
  })
  readonly controlledBandUs?: readonly [number, number];

  @ApiPropertyOptional({ type: Number, description: 'On rails of its own, where nodes have rails' })
  readonly separatedUs?: number;

  @ApiPropertyOptional({ type: [Number], description: 'Those rails' })
  readonly rails?: readonly number[];
}

class SeedBandAnswer implements SeedBand {
  @ApiProperty({ type: 'integer', description: 'Hashes drawn: as asked for, or as time allowed' })
  readonly seeds: number;

  @ApiProperty({ type: Number })
  readonly leastUs: number;

  @ApiProperty({ type: Number, description: '5 of 100 are no longer' })
  readonly lowUs: number;

  @ApiProperty({ type: Number })
  readonly medianUs: number;

  @ApiProperty({ type: Number, description: '95 of 100 are no longer' })
  readonly highUs: number;

  @ApiProperty({ type: Number })
  readonly mostUs: number;
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

export class CollectiveAnswer implements NetworkResult {
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

  @ApiProperty({ type: [TierPortsAnswer] })
  readonly tiers: readonly TierPortsAnswer[];

  @ApiProperty({ type: 'integer' })
  readonly flows: number;

  @ApiPropertyOptional({ type: FlappedAnswer, description: 'With flap; all else is without' })
  readonly flapped?: FlappedAnswer;

  @ApiPropertyOptional({ type: [ConcurrentAnswer], description: 'With beside: the collective and the other' })
  readonly beside?: readonly ConcurrentAnswer[];

  @ApiPropertyOptional({
    enum: ['ring', 'tree'],
    description: 'Of all-reduce, all-gather and reduce-scatter: which was taken',
  })
  readonly algorithm?: 'ring' | 'tree';

  @ApiProperty({ type: 'integer', description: 'Of the ECMP hash' })
  readonly seed: number;

  @ApiProperty({
    enum: ['exact', 'one-hash', 'drawn-hash'],
    description: 'Max-min rates of the routes taken; of one ECMP hash; of one whose loads were drawn',
  })
  readonly exactness: BenchmarkResult['exactness'];

  @ApiPropertyOptional({ type: SeedBandAnswer, description: 'With seeds' })
  readonly band?: SeedBandAnswer;

  @ApiProperty({
    type: [WarningAnswer],
    description: 'What was asked for and changes nothing, and what is coarse',
  })
  readonly warnings: readonly WarningAnswer[];

  @ApiProperty({ type: [InputAnswer] })
  readonly inputs: readonly InputAnswer[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;
}
