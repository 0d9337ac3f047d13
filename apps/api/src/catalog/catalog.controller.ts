/** What a user can start from: presets, and the schemas of the documents. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CatalogService } from './catalog.service.js';
import { PresetList, PresetWithBody } from './dto/catalog-answers.dto.js';
import { PresetListQuery, PresetParams, SchemaParams } from './dto/catalog.inputs.dto.js';

@ApiTags('catalog')
@Controller('v1')
export class CatalogController {
  constructor(@Inject(CatalogService) private readonly catalog: CatalogService) {}

  @Get('presets')
  @ApiOperation({ summary: 'Presets of clusters, devices, workloads, models and experiments' })
  @ApiOkResponse({ type: PresetList })
  list(@Query() { kind }: PresetListQuery): PresetList {
    return this.catalog.presets(kind);
  }

  @Get('presets/:kind/:name')
  @ApiOperation({ summary: 'One preset with its body' })
  @ApiOkResponse({ type: PresetWithBody })
  read(@Param() { kind, name }: PresetParams): PresetWithBody {
    return this.catalog.preset(kind, name);
  }

  @Get('schemas/:kind')
  @ApiOperation({ summary: 'JSON Schema of a kind of document' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(@Param() { kind }: SchemaParams): unknown {
    return this.catalog.schema(kind);
  }
}
