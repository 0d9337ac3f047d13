/** What the routes about experiments answer. */
import { ApiProperty } from '@nestjs/swagger';

export class ExperimentPreview {
  @ApiProperty({ type: Boolean })
  readonly ok: boolean;

  @ApiProperty({ type: String, description: 'Hash of the resolved document and the engine version' })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ type: Object, additionalProperties: true, description: 'In full form' })
  readonly document: object;

  @ApiProperty({ type: String, nullable: true, description: 'Address of the run that answers for it' })
  readonly existingRun: string | null;
}

export class StoredExperiment {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: Object, additionalProperties: true, description: 'In full form' })
  readonly document: object;

  @ApiProperty({ type: String, description: 'Address of its latest run' })
  readonly latestRun: string;
}
