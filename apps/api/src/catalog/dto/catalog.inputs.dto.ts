import { DOCUMENT_KINDS, PRESET_KINDS, type PresetKind } from '@railyard/experiments';
import { ChoiceParameter, PathInput, PathParameter, QueryInput } from '../../common/index.js';

const SCHEMAS = DOCUMENT_KINDS.map((kind) => kind.toLowerCase());
const oneOf = (words: readonly string[]): RegExp => new RegExp(`^(${words.join('|')})$`);
const PRESETS_ARE_LISTED = 'Use a preset that GET /v1/presets lists.';

export class PresetListQuery extends QueryInput {
  @ChoiceParameter(PRESET_KINDS)
  readonly kind?: PresetKind;
}

export class PresetParams extends PathInput {
  @PathParameter(oneOf(PRESET_KINDS), 'preset of that kind', PRESETS_ARE_LISTED, { enum: [...PRESET_KINDS] })
  readonly kind: PresetKind;

  @PathParameter(/^[^]+$/, 'preset of that name', PRESETS_ARE_LISTED)
  readonly name: string;
}

export class SchemaParams extends PathInput {
  @PathParameter(oneOf(SCHEMAS), 'schema of that kind', `Use one of ${SCHEMAS.join(', ')}.`, {
    enum: SCHEMAS,
  })
  readonly kind: string;
}
