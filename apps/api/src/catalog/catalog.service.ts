import { Injectable } from '@nestjs/common';
import {
  DOCUMENT_KINDS,
  ENGINE_VERSION,
  type PresetKind,
  listPresets,
  presetDocument,
  publishedSchema,
} from '@railyard/experiments';
import { notFound } from '../common/index.js';
import { PresetList, PresetWithBody } from './dto/catalog-answers.dto.js';

/** What a user can start from: presets, and the schemas of the documents. */
@Injectable()
export class CatalogService {
  presets(kind?: PresetKind): PresetList {
    return {
      engineVersion: ENGINE_VERSION,
      items: listPresets().filter((preset) => kind === undefined || preset.kind === kind),
    };
  }

  /** @throws ProblemError 404 */
  preset(kind: PresetKind, name: string): PresetWithBody {
    const preset = listPresets().find((entry) => entry.kind === kind && entry.name === name);
    if (preset === undefined)
      throw notFound(`preset ${kind}/${name}`, 'Use a preset that GET /v1/presets lists.');
    return { ...preset, body: presetDocument(kind, name) as object };
  }

  /** @param name kind of the document in small letters. @throws ProblemError 404 */
  schema(name: string): unknown {
    const kind = DOCUMENT_KINDS.find((candidate) => candidate.toLowerCase() === name);
    if (kind === undefined) throw notFound(`schema ${name}`, 'Use a kind that /docs lists.');
    return publishedSchema(kind);
  }
}
