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

  @ApiProperty({ type: Number, description: 'Time to the first token, ms' })
  readonly ttftMs: number;

  @ApiProperty({ type: Number, description: 'Time per token of an answer, ms' })
  readonly tpotMs: number;

  @ApiProperty({ type: Number, description: 'Answered tokens/s, over the GPUs that write answers' })
  readonly tokensPerSecondPerGpu: number;

  @ApiProperty({ type: Number })
  readonly tokensPerSecondPerUser: number;

  @ApiProperty({ type: Number, description: 'Answered tokens/s, over the GPUs of both pools' })
  readonly outputTokensPerSecondPerGpu: number;

  @ApiProperty({ type: Number, description: 'Sequences of a replica' })
  readonly batch: number;

  @ApiProperty({ type: 'integer', description: 'Sequences of a replica that fit at full length' })
  readonly maxBatch: number;

  @ApiProperty({ type: Number, required: false, description: 'Of all GPUs and the network' })
  readonly joulesPerToken?: number;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    required: false,
    description: 'Power in passes and of the network, energy of an answered token with its range',
  })
  readonly energy?: NonNullable<ServingResult['energy']>;

  @ApiProperty({ type: String, description: 'What a step of decode waits for most' })
  readonly boundBy: string;

  @ApiProperty({ ...SECTION, description: 'What a GPU of each pool holds' })
  readonly memory: ServingResult['memory'];

  @ApiProperty({ type: [Object], description: 'Tokens/s of a GPU against the time per token, over batches' })
  readonly pareto: ServingResult['pareto'];

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

  @ApiProperty({ ...SECTION, description: 'Published measurements that the band is from, and their errors' })
  readonly family: ServingResult['family'];

  @ApiProperty({ ...SECTION, description: 'The same of prefill, decode and one pool for both' })
  readonly families: ServingResult['families'];

  @ApiProperty({ ...SECTION, description: 'What is drawn or not known exactly, and what it changes' })
  readonly uncertainty: ServingResult['uncertainty'];

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    required: false,
    description: 'Pools whose sizes are given',
  })
  readonly deployment?: NonNullable<ServingResult['deployment']>;

  @ApiProperty({ type: [Object] })
  readonly warnings: ServingResult['warnings'];

  @ApiProperty({ type: [Object], description: 'What the result follows from, with its provenance' })
  readonly inputs: ServingResult['inputs'];
}
