import { ApiProperty } from '@nestjs/swagger';
import { type SavedViewEntity } from '@railyard/database';

export class SavedView {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String, description: "Screen of the app; '' is Home" })
  readonly screen: string;

  @ApiProperty({ type: String, description: 'What stands behind ? in its address' })
  readonly state: string;

  @ApiProperty({ type: 'integer' })
  readonly version: number;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly updatedAt: string;
}

export class SavedViewPage {
  @ApiProperty({ type: [SavedView] })
  readonly items: readonly SavedView[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}

export const savedView = ({ name, screen, state, version, updatedAtMs }: SavedViewEntity): SavedView => ({
  name,
  screen,
  state,
  version,
  updatedAt: new Date(updatedAtMs).toISOString(),
});
