import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * What a POST with an Idempotency-Key made, and the answer that was given; no status when the process ended
 * between the two.
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

  /** Names of what the request made, written in the transaction that made it; null when it makes nothing. */
  @Column({ type: 'text', nullable: true })
  made: string | null;

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
