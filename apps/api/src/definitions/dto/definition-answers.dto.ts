import { ApiProperty } from '@nestjs/swagger';
import { type DefinitionEntity } from '@railyard/database';

export class DefinitionView {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: 'integer' })
  readonly version: number;

  @ApiProperty({ type: String })
  readonly hash: string;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: Object, additionalProperties: true, description: 'In full form' })
  readonly document: object;
}

export class DefinitionPage {
  @ApiProperty({ type: [DefinitionView] })
  readonly items: readonly DefinitionView[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}

export function definitionView({
  name,
  version,
  hash,
  document,
  createdAtMs,
}: DefinitionEntity): DefinitionView {
  return {
    name,
    version,
    hash,
    createdAt: new Date(createdAtMs).toISOString(),
    document: JSON.parse(document) as object,
  };
}
