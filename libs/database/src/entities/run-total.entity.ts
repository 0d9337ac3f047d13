import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What became of runs, since the database was made; the sum over the rows counts. */
@Entity('run_total')
export class RunTotalEntity {
  /** Processes that write at the same time have rows of their own. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_run_total' })
  slot: number;

  @Column({ type: 'bigint' })
  succeeded: number;

  @Column({ type: 'bigint' })
  failed: number;

  /** Results that came after their lease was lost. */
  @Column({ type: 'bigint' })
  dropped: number;

  /** Results that differ from the stored bytes of the same experiment. */
  @Column({ type: 'bigint' })
  diverged: number;

  @Column({ type: 'double precision' })
  computeSeconds: number;
}
