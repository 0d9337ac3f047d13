import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ExperimentEntity } from './experiment.entity.js';

export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export type FailureCode = 'infeasible' | 'invalid' | 'diverged' | 'crashed' | 'timed-out' | 'out-of-memory';

/**
 * One execution of an experiment for one tenant. This row is the truth; any queue can be lost and rebuilt
 * from it.
 */
@Entity('run')
@Index('idx_run_created', ['tenant', 'createdAtMs', 'id'])
@Index('idx_run_state', ['tenant', 'state', 'createdAtMs', 'id'])
@Index('idx_run_experiment', ['experimentId'])
@Index('uq_run_live_key', ['liveKey'], { unique: true })
export class RunEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_run' })
  id: string;

  @Column({ type: 'text' })
  tenant: string;

  @Column({ type: 'text' })
  @ForeignKey(() => ExperimentEntity, { name: 'fk_run_experiment', onDelete: 'RESTRICT' })
  experimentId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  state: RunState;

  /**
   * Tenant and experiment while this run answers for them; null once it failed or was cancelled, and for a
   * forced repeat.
   */
  @Column({ type: 'text', nullable: true })
  liveKey: string | null;

  @Column({ type: 'text', nullable: true })
  phase: string | null;

  /** Share done, 0..1. */
  @Column({ type: 'double precision' })
  share: number;

  @Column({ type: 'text', nullable: true })
  failureCode: FailureCode | null;

  @Column({ type: 'text', nullable: true })
  failureMessage: string | null;

  @Column({ type: 'bigint' })
  createdAtMs: number;

  @Column({ type: 'bigint', nullable: true })
  startedAtMs: number | null;

  @Column({ type: 'bigint', nullable: true })
  finishedAtMs: number | null;

  /** Number of the run's latest event. */
  @Column({ type: 'integer' })
  lastEvent: number;

  @Column({ type: 'text', nullable: true })
  resultSha256: string | null;

  @Column({ type: 'double precision', nullable: true })
  stepTimeS: number | null;

  @Column({ type: 'double precision', nullable: true })
  tokensPerDayB: number | null;

  @Column({ type: 'double precision', nullable: true })
  mfuCausal: number | null;

  @Column({ type: 'double precision', nullable: true })
  peakMemoryGB: number | null;

  /** Of a run over days. */
  @Column({ type: 'double precision', nullable: true })
  ettr: number | null;

  @Column({ type: 'double precision', nullable: true })
  goodput: number | null;
}
