import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ExperimentEntity } from './experiment.entity.js';

/** result: the canonical result; trace: its Chrome trace. */
export type ArtifactKind = 'result' | 'trace';

/**
 * What computing an experiment gave, packed by gzip or brotli; stored once, because the same experiment
 * always gives the same bytes.
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

  /** The bytes, compressed; the two databases have no common name for the type. */
  abstract bytes: Buffer;
}

/** Names the entity of whichever database is open; its rows are `ArtifactEntity`. */
export const ARTIFACT_TABLE = 'artifact';
export type ArtifactEntity = ArtifactColumns;

@Entity('artifact')
export class SqliteArtifactEntity extends ArtifactColumns {
  @Column({ type: 'blob' })
  override bytes: Buffer;
}

@Entity('artifact')
export class PostgresArtifactEntity extends ArtifactColumns {
  @Column({ type: 'bytea' })
  override bytes: Buffer;
}
