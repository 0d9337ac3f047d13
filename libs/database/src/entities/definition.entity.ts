import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a user may define under a name of their own. */
export type DefinitionKind = 'cluster' | 'workload';

/** One frozen version of a named cluster or workload. An edit adds a version; nothing is ever rewritten. */
@Entity('definition')
export class DefinitionEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_definition' })
  tenant: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_definition' })
  kind: DefinitionKind;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_definition' })
  name: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_definition' })
  version: number;

  /** SHA-256 of the canonical document. */
  @Column({ type: 'text' })
  hash: string;

  /** Canonical JSON. */
  @Column({ type: 'text' })
  document: string;

  @Column({ type: 'bigint' })
  createdAtMs: number;
}
