import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { RunEntity } from './run.entity.js';

/**
 * The work that a run which is not finished still needs: outbox entry, place in the local queue and lease in
 * one row. It is deleted in the transaction that ends the run, so the table holds live work only.
 */
@Entity('job')
@Index('idx_job_queue', ['owner', 'tenant', 'priority', 'createdAtMs', 'runId'])
@Index('idx_job_outbox', ['dispatchedAtMs', 'tenant', 'createdAtMs', 'runId'])
@Index('idx_job_tenant', ['tenant', 'priority'])
export class JobEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_job' })
  @ForeignKey(() => RunEntity, { name: 'fk_job_run', onDelete: 'CASCADE' })
  runId: string;

  /** The run's: tenants take turns. */
  @Column({ type: 'text', default: '' })
  tenant: string;

  /** Smaller first, among those of a tenant. */
  @Column({ type: 'integer' })
  priority: number;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  /** When the queue took it over; null while it waits in the outbox. */
  @Column({ type: 'bigint', nullable: true })
  dispatchedAtMs: number | null;

  /** The queue's entry that stands for it, maybe among others; null while it waits in the outbox. */
  @Column({ type: 'text', nullable: true })
  entry: string | null;

  /** The process that has leased it; null when none has. */
  @Column({ type: 'text', nullable: true })
  owner: string | null;

  /** Fencing token: grows with every change of owner; a result is accepted under the current one only. */
  @Column({ type: 'integer', name: 'fence' })
  fencingToken: number;

  /**
   * Heartbeat counter. Watchers compare it with their own monotonic clocks, so no wall clock decides who is
   * dead.
   */
  @Column({ type: 'integer', name: 'beat' })
  heartbeat: number;

  /** Starts that did not end in a result or an orderly release. */
  @Column({ type: 'integer' })
  starts: number;
}
