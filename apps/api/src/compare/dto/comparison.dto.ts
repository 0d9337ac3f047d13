import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type Comparison } from '@railyard/experiments';

class ComparedRun {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly run: string;
}

class ComparedInput {
  @ApiProperty({ type: String, description: 'JSON pointer into the resolved document' })
  readonly path: string;

  @ApiProperty({ type: 'array', items: {}, description: 'One for each run; null where it has no such key' })
  readonly values: readonly unknown[];
}

class ComparedMetric {
  @ApiProperty({ type: String })
  readonly name: Comparison['metrics'][number]['name'];

  @ApiProperty({ type: [Number] })
  readonly values: readonly number[];

  @ApiProperty({
    type: 'array',
    items: { type: 'number', nullable: true },
    description: 'Against the baseline, %; null where it is 0',
  })
  readonly differencePct: readonly (number | null)[];

  @ApiProperty({ type: 'array', items: { type: 'string', enum: ['better', 'worse', 'same'] } })
  readonly verdict: Comparison['metrics'][number]['verdict'];
}

@ApiSchema({ name: 'Comparison' })
export class ComparisonAnswer implements Comparison {
  @ApiProperty({ type: [ComparedRun] })
  readonly runs: readonly ComparedRun[];

  @ApiProperty({ type: 'integer', description: 'Which run the others are compared with' })
  readonly baseline: number;

  @ApiProperty({ type: [ComparedInput] })
  readonly inputs: readonly ComparedInput[];

  @ApiProperty({ type: [ComparedMetric] })
  readonly metrics: readonly ComparedMetric[];
}
