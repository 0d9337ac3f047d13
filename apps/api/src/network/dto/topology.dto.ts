/** Files that describe a machine, and the cluster that is made of them. */
import { ApiProperty } from '@nestjs/swagger';
import { type Issue } from '@railyard/base';
import {
  type SourceFile,
  TOPOLOGY_FORMATS,
  type TopologyAnswer,
  type TopologyFormat,
} from '@railyard/intake';
import { ValidateBy } from 'class-validator';
import { AsSent, BodyInput, IntegerParameter, TextParameter } from '../../common/index.js';

const MOST_FILES = 16;
const isFile = (file: unknown): boolean =>
  typeof file === 'object' &&
  file !== null &&
  Object.entries(file).length === 2 &&
  'name' in file &&
  typeof file.name === 'string' &&
  'text' in file &&
  typeof file.text === 'string';

const AreFiles = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'areFiles',
      validator: {
        validate: (files: unknown) =>
          Array.isArray(files) && files.length >= 1 && files.length <= MOST_FILES && files.every(isFile),
      },
    },
    {
      message: `files must be 1 to ${MOST_FILES} objects, each with a name and a text.`,
      context: { code: 'wrong-type', hint: 'Use [{"name": "node.xml", "text": "<system>..."}].' },
    },
  );

class TopologyFile implements SourceFile {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly text: string;
}

export class TopologyBody extends BodyInput {
  @ApiProperty({ type: [TopologyFile], minItems: 1, maxItems: MOST_FILES })
  @AsSent()
  @AreFiles()
  readonly files: readonly TopologyFile[];

  @TextParameter({ maximum: 100, description: 'Of the cluster; default: from-files' })
  readonly name?: string;

  @TextParameter({ maximum: 100, description: 'Device preset; default: as the files say, or h100' })
  readonly device?: string;

  @IntegerParameter(1, 128, { description: 'Default: as the files say, or 8' })
  readonly gpusPerNode?: number;

  @IntegerParameter(1, 32768, { description: 'Where the files describe one node; default: 1' })
  readonly nodes?: number;
}

class FileAnswer {
  @ApiProperty({ type: String })
  readonly source: string;

  @ApiProperty({ enum: TOPOLOGY_FORMATS })
  readonly format: TopologyFormat;

  @ApiProperty({ type: [String], description: 'Taken because the file does not say' })
  readonly assumed: readonly string[];

  @ApiProperty({ type: [String], description: 'Not understood, or of no use to a Cluster' })
  readonly unknown: readonly string[];
}

class TopologyIssue implements Issue {
  @ApiProperty({ type: String })
  readonly path: string;

  @ApiProperty({ type: String })
  readonly code: string;

  @ApiProperty({ type: String })
  readonly message: string;

  @ApiProperty({ type: String })
  readonly hint: string;
}

export class TopologyOutcome implements TopologyAnswer {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'A Cluster' })
  readonly document: Readonly<Record<string, unknown>>;

  @ApiProperty({ type: String, description: 'The document as YAML, remarks as comments' })
  readonly text: string;

  @ApiProperty({ type: [TopologyIssue], description: 'None where the cluster can be simulated' })
  readonly issues: readonly TopologyIssue[];

  @ApiProperty({ type: [FileAnswer] })
  readonly files: readonly FileAnswer[];

  @ApiProperty({ type: [String], description: 'What no file says' })
  readonly assumed: readonly string[];
}
