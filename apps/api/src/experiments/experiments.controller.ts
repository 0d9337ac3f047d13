/**
 * Submitting experiments: checked before they are accepted, accepted before they are computed, and computed
 * once.
 */
import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { canonicalJson } from '@railyard/base';
import { ENGINE_VERSION, type PreparedExperiment, prepareExperiment } from '@railyard/experiments';
import { type Caller, type JobDispatcher, type NewRun, type Storage } from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { ApiConfig } from '../config/api-config.js';
import { CalledBy } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { notFound } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { Repeatable } from '../http/repeatable.js';
import { CONFIG, DISPATCHER, STORAGE } from '../parts.js';
import { RunView, runView } from '../runs/run-view.js';
import { withDefinitions } from './definition-references.js';
import { ExperimentPreview, StoredExperiment } from './experiment-answers.js';
import { requireRoom, requireRoomFor } from './quota.js';

@ApiTags('experiments')
@Controller('v1/experiments')
export class ExperimentsController {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(Repeatable) private readonly repeatable: Repeatable,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Run an experiment: 202 and where to look, or 200 when an equal run exists' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiQuery({ name: 'dryRun', required: false, enum: ['true', 'false'], description: 'Only check it' })
  @ApiQuery({
    name: 'force',
    required: false,
    enum: ['true', 'false'],
    description: 'Compute again and compare the bytes',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/Experiment' } })
  @ApiExtraModels(RunView, ExperimentPreview)
  @ApiOkResponse({
    schema: { anyOf: [{ $ref: getSchemaPath(RunView) }, { $ref: getSchemaPath(ExperimentPreview) }] },
    description: 'The run that is there; of a dry run, what would be run',
  })
  @ApiAcceptedResponse({ type: RunView })
  submit(
    @CalledBy() caller: Caller,
    @Body() body: unknown,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    const query = new QueryReader(raw);
    const dryRun = query.flag('dryRun');
    const force = query.flag('force');
    query.done();
    return this.repeatable.once(request, caller, async () => {
      const prepared = prepareExperiment(await withDefinitions(this.storage, caller.tenant, body));
      return dryRun ? this.preview(caller, prepared) : this.accept(caller, prepared, force);
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'The resolved document of an experiment that you ran' })
  @ApiOkResponse({ type: StoredExperiment })
  async read(@CalledBy() caller: Caller, @Param('id') id: string): Promise<Answer> {
    const [run] = /^[0-9a-f]{64}$/.test(id)
      ? await this.storage.records.runs.page({
          tenant: caller.tenant,
          experimentId: id,
          sort: 'createdAtMs',
          descending: true,
          limit: 1,
        })
      : [];
    if (run === undefined)
      throw notFound('experiment of that id', 'GET /v1/runs lists yours, each with its experimentId.');
    const document = await this.storage.records.runs.document(id);
    return new Answer(
      200,
      { id, document: JSON.parse(document) as unknown, latestRun: `/v1/runs/${run.id}` },
      { etag: `"${id}"` },
    );
  }

  private async preview(caller: Caller, { id, document }: PreparedExperiment): Promise<Answer> {
    const existing = await this.storage.records.runs.findLive(caller.tenant, id);
    return new Answer(200, {
      ok: true,
      id,
      engineVersion: ENGINE_VERSION,
      document,
      existingRun: existing === null ? null : `/v1/runs/${existing.id}`,
    });
  }

  private async accept(caller: Caller, prepared: PreparedExperiment, force: boolean): Promise<Answer> {
    const { tenant } = caller;
    await (force
      ? requireRoom(this.storage, this.config, tenant, 1)
      : requireRoomFor(this.storage, this.config, tenant, [prepared.id]));
    const { run, created } = await this.storage.records.submissions.submit({
      ...newRunOf(tenant, prepared),
      force,
    });
    if (created && run.state === 'queued') await this.dispatcher.enqueue(run.id);
    const location = `/v1/runs/${run.id}`;
    const accepted = created && run.state === 'queued';
    return new Answer(
      accepted ? 202 : 200,
      runView(run),
      accepted ? { location, 'retry-after': '1' } : { location },
    );
  }
}

/** What is stored of a prepared experiment. */
export function newRunOf(tenant: string, { id, document }: PreparedExperiment): NewRun {
  return {
    tenant,
    experiment: { id, name: document.name, engineVersion: ENGINE_VERSION, document: canonicalJson(document) },
  };
}
