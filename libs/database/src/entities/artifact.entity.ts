import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ExperimentEntity } from './experiment.entity.js';

/** result: the canonical result; trace: its Chrome trace. */
export type ArtifactKind = 'result' | 'trace';

/**
 * What computing an experiment gave: a gzip blob, stored once, because the same experiment always gives the
 * same bytes.
 */
abstract class ArtifactColumns {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_artifact' })
  @ForeignKey(() => ExperimentEntity, { name: 'fk_artifact_experiment', onDelete: 'CASCADE' })
  experimentId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_artifact' })
  kind: ArtifactKind;

  /** SHA-256 of the bytes before compression. */
  @Column({ type: 'text' })
  sha256: string;

  /** Bytes before compression. */
  @Column({ type: 'integer' })
  size: number;

  /** Headline metrics as JSON, so that a run that finds its result here can show them. */
  @Column({ type: 'text' })
  summary: string;

  @Column({ type: 'bigint' })
  createdAtMs: number;
}

// The two databases have no common name for bytes.

@Entity('artifact')
export class SqliteArtifactEntity extends ArtifactColumns {
  @Column({ type: 'blob' })
  bytes: Buffer;
}

@Entity('artifact')
export class PostgresArtifactEntity extends ArtifactColumns {
  @Column({ type: 'bytea' })
  bytes: Buffer;
}
