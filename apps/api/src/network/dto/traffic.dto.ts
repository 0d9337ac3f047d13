/** Messages of one's own, and what they come to on a cluster. */
import { ApiProperty } from '@nestjs/swagger';
import { type JobsLink, type JobTimes, MOST_LINKS, type RoutingPolicy, TOP_LINKS } from '@railyard/cluster';
import { type SourceFile, type TrafficOutcome } from '@railyard/intake';
import { ValidateBy } from 'class-validator';
import { AsSent, BodyInput, ChoiceParameter, IntegerParameter } from '../../common/index.js';

const ROUTINGS = ['ecmp', 'adaptive', 'static'] as const satisfies readonly RoutingPolicy[];

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const IsCluster = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isCluster',
      validator: { validate: (part: unknown) => typeof part === 'string' || isMapping(part) },
    },
    {
      message: 'cluster must be the name of a preset, or a Cluster document.',
      context: { code: 'wrong-type', hint: 'Use a name that GET /v1/presets lists, or the document itself.' },
    },
  );

const IsFile = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isFile',
      validator: {
        validate: (file: unknown) =>
          isMapping(file) &&
          Object.keys(file).length === 2 &&
          typeof file.name === 'string' &&
          typeof file.text === 'string',
      },
    },
    {
      message: 'file must be an object with a name and a text.',
      context: { code: 'wrong-type', hint: 'Use {"name": "messages.csv", "text": "from,to,bytes..."}.' },
    },
  );

class MessagesFile implements SourceFile {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({
    type: String,
    description: 'CSV: from, to, bytes and optionally job, start_us; or a matrix of bytes',
  })
  readonly text: string;
}

export class TrafficBody extends BodyInput {
  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }],
    description: 'Cluster preset, or a Cluster document',
  })
  @AsSent()
  @IsCluster()
  readonly cluster: string | Readonly<Record<string, unknown>>;

  @ApiProperty({ type: MessagesFile })
  @AsSent()
  @IsFile()
  readonly file: MessagesFile;

  @ChoiceParameter(ROUTINGS, "Default: the cluster's")
  readonly routing?: RoutingPolicy;

  @IntegerParameter(1, MOST_LINKS, { default: TOP_LINKS, description: 'Busiest links that are shown' })
  readonly top: number = TOP_LINKS;
}

class JobAnswer implements JobTimes {
  @ApiProperty({ type: String })
  readonly job: string;

  @ApiProperty({ type: 'integer' })
  readonly messages: number;

  @ApiProperty({ type: Number })
  readonly bytes: number;

  @ApiProperty({
    type: Number,
    description: 'From its first message to its last, with the network to itself',
  })
  readonly aloneUs: number;

  @ApiProperty({ type: Number })
  readonly togetherUs: number;

  @ApiProperty({ type: Number, description: 'Together over alone' })
  readonly slowdown: number;
}

class JobsLinkAnswer implements JobsLink {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly class: string;

  @ApiProperty({ type: Number })
  readonly bytes: number;

  @ApiProperty({ type: Object, additionalProperties: { type: 'number' } })
  readonly bytesByJob: Readonly<Record<string, number>>;

  @ApiProperty({ type: Number, description: 'Mean share of its rate until the last message is there' })
  readonly utilisation: number;
}

export class TrafficAnswer implements TrafficOutcome {
  @ApiProperty({ type: Number, description: 'Until the last message is there' })
  readonly timeUs: number;

  @ApiProperty({ type: [JobAnswer] })
  readonly jobs: readonly JobAnswer[];

  @ApiProperty({ type: [JobsLinkAnswer], description: 'Busiest first' })
  readonly links: readonly JobsLinkAnswer[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;
}
