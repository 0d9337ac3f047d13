import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type Scope = 'read' | 'write' | 'admin';

/** A key to the service. The secret is shown once when it is made; only its SHA-256 is stored. */
@Entity('api_key')
@Index('uq_api_key_hash', ['hash'], { unique: true })
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_api_key' })
  id: string;

  @Column({ type: 'text' })
  tenant: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  hash: string;

  /** Scopes, joined by a space. */
  @Column({ type: 'text' })
  scopes: string;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint', nullable: true })
  expiresAtMs: number | null;

  @Column({ type: 'bigint', nullable: true })
  revokedAtMs: number | null;
}
