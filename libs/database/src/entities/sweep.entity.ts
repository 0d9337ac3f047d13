import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { RunEntity } from './run.entity.js';

/**
 * expanding: points are still being accepted; expanded: all are, and the state follows from the runs; failed:
 * it could not be expanded.
 */
export type SweepState = 'expanding' | 'expanded' | 'failed' | 'cancelled';

/** A sweep of one tenant. How far it is follows from its runs' rows. */
@Entity('sweep')
@Index('idx_sweep_created', ['tenant', 'createdAtMs', 'id'])
@Index('idx_sweep_state', ['state', 'remainingMs'])
@Index('uq_sweep_live_key', ['liveKey'], { unique: true })
export class SweepEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_sweep' })
  id: string;

  @Column({ type: 'text' })
  tenant: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  state: SweepState;

  /**
   * Tenant and document hash while this sweep answers for them; null once it failed to expand or was
   * cancelled.
   */
  @Column({ type: 'text', nullable: true })
  liveKey: string | null;

  /**
   * JSON of the document as it was sent, keys in its order, with stored definitions in place of their names.
   */
  @Column({ type: 'text' })
  document: string;

  /** JSON: what the expansion found; null before the first runs are accepted. */
  @Column({ type: 'text', nullable: true })
  plan: string | null;

  /** Points accepted so far, in the order of the document: where an interrupted expansion goes on. */
  @Column({ type: 'integer' })
  expanded: number;

  /** Why it could not be expanded, or was stopped by a limit. */
  @Column({ type: 'text', nullable: true })
  failureMessage: string | null;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  /** Time after which what is left of it is cancelled; null once nothing is left. */
  @Column({ type: 'bigint', nullable: true })
  remainingMs: number | null;
}

/** The run that stands for a point of a sweep. */
@Entity('sweep_run')
@Index('idx_sweep_run_run', ['runId'])
export class SweepRunEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_sweep_run' })
  @ForeignKey(() => SweepEntity, { name: 'fk_sweep_run_sweep', onDelete: 'CASCADE' })
  sweepId: string;

  /** 0, 1, 2, … in the order of the document. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_sweep_run' })
  position: number;

  @Column({ type: 'text' })
  @ForeignKey(() => RunEntity, { name: 'fk_sweep_run_run', onDelete: 'RESTRICT' })
  runId: string;

  /** 1 when the run was made for this sweep: one that was submitted before is not cancelled with it. */
  @Column({ type: 'integer' })
  own: number;

  /** JSON: dotted path to value. */
  @Column({ type: 'text' })
  parameters: string;
}
