import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A screen of the app with all that was chosen on it, under a name. Saving it again replaces it. */
@Entity('saved_view')
export class SavedViewEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_saved_view' })
  tenant: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'pk_saved_view' })
  name: string;

  @Column({ type: 'text' })
  screen: string;

  /** The query behind the screen's address. */
  @Column({ type: 'text' })
  state: string;

  /** From 1, one more with each change. */
  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'bigint' })
  updatedAtMs: number;
}
