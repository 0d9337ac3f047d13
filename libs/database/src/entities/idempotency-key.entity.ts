import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The answer that was given to a POST with an Idempotency-Key; no status while the first request is still
 * being answered.
 */
@Entity('idempotency_key')
@Index('idx_idempotency_key_age', ['createdAtMs'])
export class IdempotencyKeyEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_idempotency_key' })
  tenant: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_idempotency_key' })
  key: string;

  /** SHA-256 of method, path and body: the same key with another request is refused. */
  @Column({ type: 'text' })
  requestHash: string;

  @Column({ type: 'integer', nullable: true })
  status: number | null;

  @Column({ type: 'text', nullable: true })
  location: string | null;

  /** JSON. */
  @Column({ type: 'text', nullable: true })
  body: string | null;

  @Column({ type: 'bigint' })
  createdAtMs: number;
}
