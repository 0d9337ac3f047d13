/** What the catalog answers. */
import { ApiProperty } from '@nestjs/swagger';
import { PRESET_KINDS, type PresetEntry, type PresetKind } from '@railyard/experiments';

class Preset implements PresetEntry {
  @ApiProperty({ enum: PRESET_KINDS })
  readonly kind: PresetKind;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly description: string;
}

export class PresetList {
  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ type: [Preset] })
  readonly items: readonly Preset[];
}

export class PresetWithBody extends Preset {
  @ApiProperty({ type: Object, additionalProperties: true })
  readonly body: object;
}
