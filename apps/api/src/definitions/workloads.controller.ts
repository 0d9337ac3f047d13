/** Workloads under names of the user's own. */
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
  WorkloadListQuery,
  DefinitionParams,
  DefinitionQuery,
  NewWorkload,
} from './dto/definition-inputs.dto.js';

@ApiTags('workloads')
@Controller('v1/workloads')
export class WorkloadsController {
  constructor(@Inject(DefinitionsService) private readonly definitions: DefinitionsService) {}

  @Get()
  @ListsDefinitions('workload')
  list(@CalledBy() caller: Caller, @Query() { limit, cursor }: WorkloadListQuery): Promise<DefinitionPage> {
    return this.definitions.list(caller, 'workload', limit, cursor);
  }

  @Post()
  @StoresDefinition('workload')
  async create(
    @CalledBy() { tenant }: Caller,
    @Body() { name, document }: NewWorkload,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    const saved = await this.definitions.create({ tenant, kind: 'workload', name }, document, claim);
    return new Answer(201, definitionView(saved), {
      etag: tagOf(saved),
      location: `/v1/workloads/${saved.name}`,
    });
  }

  @Get(':name')
  @ReadsDefinition('workload')
  async read(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Query() { version }: DefinitionQuery,
  ): Promise<Answer> {
    const row = await this.definitions.read({ tenant, kind: 'workload', name }, version);
    return new Answer(200, definitionView(row), { etag: tagOf(row) });
  }

  @Put(':name')
  @EditsDefinition('workload')
  async edit(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Body() document: unknown,
    @Headers('If-Match') match?: string,
  ): Promise<Answer> {
    const saved = await this.definitions.edit({ tenant, kind: 'workload', name }, document, match);
    return new Answer(200, definitionView(saved), { etag: tagOf(saved) });
  }

  @Delete(':name')
  @HttpCode(204)
  @RemovesDefinition('workload')
  remove(
    @CalledBy() { tenant }: Caller,
    @Param() { name }: DefinitionParams,
    @Headers('If-Match') match?: string,
  ): Promise<void> {
    return this.definitions.remove({ tenant, kind: 'workload', name }, match);
  }
}
