/** What the routes about reports answer. */
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { type Report, type ReportRow } from '@railyard/reports';
import { RunView } from '../../runs/index.js';

@ApiSchema({ name: 'ReportRow' })
class RowAnswer implements ReportRow {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly unit: string;

  @ApiProperty({ type: String })
  readonly case: string;

  @ApiProperty({ type: Number, nullable: true, description: 'null where nothing is published' })
  readonly paper: number | null;

  @ApiProperty({ type: Number })
  readonly twin: number;

  @ApiProperty({ type: Number, nullable: true })
  readonly errorPct: number | null;

  @ApiProperty({ enum: ['predicted', 'fitted', 'published-input'] })
  readonly kind: ReportRow['kind'];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Largest error that passes; null where the row is not judged',
  })
  readonly tolerancePct: number | null;

  @ApiPropertyOptional({
    type: [Number],
    minItems: 2,
    maxItems: 2,
    description: "90 % interval of the twin's value; absent where the row has none",
  })
  readonly band?: readonly [number, number];

  @ApiPropertyOptional({ type: String, description: 'Why the paper is known to lie outside the band' })
  readonly open?: string;

  @ApiProperty({ type: String })
  readonly note: string;
}

class ReportInput {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }] })
  readonly value: Report['inputs'][number]['value'];

  @ApiProperty({ type: String })
  readonly unit: string;

  @ApiProperty({ enum: ['published', 'measured', 'derived', 'fitted', 'assumed'] })
  readonly provenance: Report['inputs'][number]['provenance'];

  @ApiProperty({ type: String })
  readonly source: string;
}

@ApiSchema({ name: 'Report' })
export class ReportAnswer implements Report {
  @ApiProperty({ type: String })
  readonly artifact: string;

  @ApiProperty({ type: String })
  readonly title: string;

  @ApiPropertyOptional({
    enum: ['published'],
    description: "Where the numbers next to the twin's are not the paper's, or not all",
  })
  readonly reference?: 'published';

  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ type: [RowAnswer] })
  readonly rows: readonly RowAnswer[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'What a reader sees where words are next to numbers: head, body and the number of text columns',
  })
  readonly grid?: NonNullable<Report['grid']>;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'All points of a figure' })
  readonly curves?: NonNullable<Report['curves']>;

  @ApiProperty({ type: [ReportInput] })
  readonly inputs: readonly ReportInput[];

  @ApiProperty({ type: Boolean })
  readonly withinTolerance: boolean;

  @ApiProperty({ type: String })
  readonly conclusion: string;
}

export class ReportRuns {
  @ApiProperty({ type: String, description: 'Address of the report' })
  readonly report: string;

  @ApiProperty({ type: [RunView] })
  readonly runs: readonly RunView[];
}
