/** How fast a model answers. */
import { ApiProperty } from '@nestjs/swagger';
import { type ServingResult } from '@railyard/experiments';

const SECTION = { type: 'object', additionalProperties: true } as const;

export class ServingAnswer implements ServingResult {
  @ApiProperty({ type: String, description: 'Hash of the canonical document and the engine version' })
  readonly id: string;

  @ApiProperty({ ...SECTION, description: 'The document, presets expanded and defaults filled in' })
  readonly document: ServingResult['document'];

  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ ...SECTION, description: 'Reading prompts: a pass by its parts, rates, memory' })
  readonly prefill: ServingResult['prefill'];

  @ApiProperty({ ...SECTION, description: 'Writing answers: a step by its parts, rates, memory' })
  readonly decode: ServingResult['decode'];

  @ApiProperty({ ...SECTION, description: "A prompt's cache on its way from prefill to decode" })
  readonly transfer: ServingResult['transfer'];

  @ApiProperty({ type: Number })
  readonly prefillGpusPerDecodeGpu: number;

  @ApiProperty({ type: Number })
  readonly outputTokensPerSPerGpu: number;

  @ApiProperty({ ...SECTION, description: 'The decode pool alone, reading prompts between its steps' })
  readonly shared: ServingResult['shared'];

  @ApiProperty({ ...SECTION, description: 'The 90 % interval of times and rates' })
  readonly band: ServingResult['band'];

  @ApiProperty({ type: [Object] })
  readonly warnings: ServingResult['warnings'];
}
