/** What one layer takes. */
import { ApiProperty } from '@nestjs/swagger';
import { type LayerSummary } from '@railyard/experiments';

type Operation = LayerSummary['operations'][number];

class LayerOperationAnswer implements Operation {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String, description: 'Forward, or which part of the backward' })
  readonly pass: Operation['pass'];

  @ApiProperty({ type: Number })
  readonly ms: number;

  @ApiProperty({ type: Number })
  readonly flops: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;
}

export class LayerAnswer implements LayerSummary {
  @ApiProperty({ type: String })
  readonly workload: string;

  @ApiProperty({ type: String })
  readonly device: string;

  @ApiProperty({ enum: ['dense', 'moe'] })
  readonly kind: LayerSummary['kind'];

  @ApiProperty({ type: 'integer' })
  readonly tokens: number;

  @ApiProperty({ type: 'integer' })
  readonly sequence: number;

  @ApiProperty({ enum: ['bf16', 'fp8'] })
  readonly precision: LayerSummary['precision'];

  @ApiProperty({ type: 'integer' })
  readonly tensor: number;

  @ApiProperty({ type: 'integer' })
  readonly expert: number;

  @ApiProperty({ enum: ['none', 'selective', 'full'] })
  readonly recompute: LayerSummary['recompute'];

  @ApiProperty({ type: Number })
  readonly forwardMs: number;

  @ApiProperty({ type: Number, description: 'Recomputation included' })
  readonly backwardInputMs: number;

  @ApiProperty({ type: Number })
  readonly backwardWeightMs: number;

  @ApiProperty({ type: [LayerOperationAnswer] })
  readonly operations: readonly LayerOperationAnswer[];
}
