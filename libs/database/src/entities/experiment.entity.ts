import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A resolved experiment, stored once under its hash whoever submits it. */
@Entity('experiment')
export class ExperimentEntity {
  /** SHA-256 of the canonical document and the engine version. */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_experiment' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  engineVersion: string;

  /** Canonical JSON with every preset expanded. */
  @Column({ type: 'text' })
  document: string;

  @Column({ type: 'bigint' })
  createdAtMs: number;
}
