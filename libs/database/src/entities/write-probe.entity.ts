import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that probes of readiness write. */
@Entity('write_probe')
export class WriteProbeEntity {
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'pk_write_probe' })
  id: number;

  @Column({ type: 'text' })
  payload: string;
}
