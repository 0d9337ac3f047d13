/** Clusters under names of the user's own. */
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, type Claim } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer } from '../common/index.js';
import { ClaimOfRequest } from '../idempotency/index.js';
import {
  EditsDefinition,
  ListsDefinitions,
  ReadsDefinition,
  RemovesDefinition,
  StoresDefinition,
} from './definition-routes.js';
import { DefinitionsService, tagOf } from './definitions.service.js';
import { DefinitionPage, definitionView } from './dto/definition-answers.dto.js';
import {
  ClusterListQuery,
  DefinitionParams,
  DefinitionQuery,
  NewCluster,
} from './dto/definition-inputs.dto.js';

@ApiTags('clusters')
@Controller('v1/clusters')
export class ClustersController {
  constructor(@Inject(DefinitionsService) private readonly definitions: DefinitionsService) {}

  @Get()
  @ListsDefinitions('cluster')
  list(@CalledBy() caller: Caller, @Query() { limit, cursor }: ClusterListQuery): Promise<DefinitionPage> {
    return this.definitions.list(caller, 'cluster', limit, cursor);
  }

  @Post()
  @StoresDefinition('cluster')
  async create(
    @CalledBy() { tenant }: Caller,
    @Body() { name, document }: NewCluster,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    const saved = await this.definitions.create({ tenant, kind: 'cluster', name }, document, claim);
    return new Answer(201, definitionView(saved), {
      etag: tagOf(saved),
      location: `/v1/clusters/${saved.name}`,
    });
  }

  @Get(':name')
  @ReadsDefinition('cluster')
  async read(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Query() { version }: DefinitionQuery,
  ): Promise<Answer> {
    const row = await this.definitions.read({ tenant, kind: 'cluster', name }, version);
    return new Answer(200, definitionView(row), { etag: tagOf(row) });
  }

  @Put(':name')
  @EditsDefinition('cluster')
  async edit(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Body() document: unknown,
    @Headers('If-Match') match?: string,
  ): Promise<Answer> {
    const saved = await this.definitions.edit({ tenant, kind: 'cluster', name }, document, match);
    return new Answer(200, definitionView(saved), { etag: tagOf(saved) });
  }

  @Delete(':name')
  @HttpCode(204)
  @RemovesDefinition('cluster')
  remove(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Headers('If-Match') match?: string,
  ): Promise<void> {
    return this.definitions.remove({ tenant, kind: 'cluster', name }, match);
  }
}
