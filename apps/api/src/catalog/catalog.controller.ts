/** What a user can start from: presets, and the schemas of the documents. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  ENGINE_VERSION,
  PRESET_KINDS,
  type PresetKind,
  getPreset,
  listPresets,
  publishedSchema,
} from '@railyard/experiments';
import { notFound } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { PresetList, PresetWithBody } from './catalog-answers.js';

@ApiTags('catalog')
@Controller('v1')
export class CatalogController {
  @Get('presets')
  @ApiOperation({ summary: 'Presets of clusters, devices, workloads, models and experiments' })
  @ApiQuery({ name: 'kind', required: false, enum: PRESET_KINDS })
  @ApiOkResponse({ type: PresetList })
  list(@Query() raw: RawQuery): PresetList {
    const query = new QueryReader(raw);
    const kind = query.choice('kind', PRESET_KINDS);
    query.done();
    return {
      engineVersion: ENGINE_VERSION,
      items: listPresets().filter((preset) => kind === undefined || preset.kind === kind),
    };
  }

  @Get('presets/:kind/:name')
  @ApiOperation({ summary: 'One preset with its body' })
  @ApiParam({ name: 'kind', enum: PRESET_KINDS })
  @ApiParam({ name: 'name' })
  @ApiOkResponse({ type: PresetWithBody })
  read(@Param('kind') kind: string, @Param('name') name: string): PresetWithBody {
    const preset = listPresets().find((entry) => entry.kind === kind && entry.name === name);
    if (preset === undefined) throw notFound(`preset ${kind}/${name}`, 'GET /v1/presets lists them.');
    return { ...preset, body: getPreset(kind as PresetKind, name) as object };
  }

  @Get('schemas/:kind')
  @ApiOperation({ summary: 'JSON Schema of a kind of document' })
  @ApiParam({ name: 'kind', enum: DOCUMENT_KINDS.map((kind) => kind.toLowerCase()) })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(@Param('kind') name: string): unknown {
    const kind: DocumentKind | undefined = DOCUMENT_KINDS.find(
      (candidate) => candidate.toLowerCase() === name,
    );
    if (kind === undefined)
      throw notFound(
        `schema ${name}`,
        `Known: ${DOCUMENT_KINDS.map((candidate) => candidate.toLowerCase()).join(', ')}.`,
      );
    return publishedSchema(kind);
  }
}
