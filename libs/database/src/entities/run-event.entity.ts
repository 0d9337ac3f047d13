import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { RunEntity } from './run.entity.js';

export type RunEventType =
  'queued' | 'running' | 'progress' | 'requeued' | 'succeeded' | 'failed' | 'cancelled';

/** What happened to a run, numbered from 1 without gaps: the event stream resumes from any number. */
@Entity('run_event')
export class RunEventEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_run_event' })
  @ForeignKey(() => RunEntity, { name: 'fk_run_event_run', onDelete: 'CASCADE' })
  runId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_run_event' })
  number: number;

  @Column({ type: 'text' })
  type: RunEventType;

  @Column({ type: 'bigint' })
  atMs: number;

  /** JSON object. */
  @Column({ type: 'text' })
  data: string;
}
