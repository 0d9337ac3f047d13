import { ApiPropertyOptional } from '@nestjs/swagger';
import { ARTIFACT_NAMES, type ArtifactName } from '@railyard/reports';
import { IsOptional } from 'class-validator';
import { AsSent, BodyInput, PathInput, PathParameter } from '../../common/index.js';

export class ArtifactParams extends PathInput {
  @PathParameter(
    new RegExp(`^(${ARTIFACT_NAMES.join('|')})$`),
    'table or figure of that name',
    `Use one of ${ARTIFACT_NAMES.join(', ')}.`,
    { enum: ARTIFACT_NAMES },
  )
  readonly artifact: ArtifactName;
}

export class ReproductionRequest extends BodyInput {
  /** Checked as the document that it is. */
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description: 'table3: a PriceList document in place of the prices that were fitted to the table',
  })
  @AsSent()
  @IsOptional()
  readonly prices?: object;
}
