/**
 * Sweeps: many runs from one document, previewed, taken in as a batch, watched, ended and mended as a whole.
 */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
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
import { hashOf } from '@railyard/base';
import { ENGINE_VERSION, sweepIssues } from '@railyard/experiments';
import {
  type Caller,
  type JobDispatcher,
  SWEEP_ID_PATTERN,
  type Storage,
  type SweepEntity,
} from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { ApiConfig } from '../config/api-config.js';
import { withDefinitions } from '../experiments/definition-references.js';
import { requireRoom } from '../experiments/quota.js';
import { CalledBy } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { invalidDocument, notFound, refusal } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { Repeatable } from '../http/repeatable.js';
import { CONFIG, DISPATCHER, STORAGE } from '../parts.js';
import { MAX_PAGE, RUN_STATES } from '../runs/run-list.js';
import { RetriedSweep, SweepAnswer, SweepPage, SweepPreview, SweepRunPage } from './sweep-answers.js';
import { DEFAULT_LIMITS, type SweepInput } from './sweep-input.js';
import { SweepKeeper } from './sweep-keeper.js';
import { requireRoomForSweep } from './sweep-quota.js';
import { type SweepView, linksOf, memberView, sweepView } from './sweep-view.js';

/** Points of one sweep that the service takes. */
export const MAX_POINTS = 20_000;

@ApiTags('sweeps')
@Controller('v1/sweeps')
export class SweepsController {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(Repeatable) private readonly repeatable: Repeatable,
    @Inject(SweepKeeper) private readonly keeper: SweepKeeper,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Run every point of a sweep: 202 and where to look, or 200 when an equal sweep exists',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiQuery({
    name: 'dryRun',
    required: false,
    enum: ['true', 'false'],
    description: 'Only say what it would run',
  })
  @ApiBody({ schema: { $ref: '#/components/schemas/Sweep' } })
  @ApiExtraModels(SweepAnswer, SweepPreview)
  @ApiOkResponse({
    schema: { anyOf: [{ $ref: getSchemaPath(SweepAnswer) }, { $ref: getSchemaPath(SweepPreview) }] },
    description: 'The sweep that is there; of a dry run, what would be run',
  })
  @ApiAcceptedResponse({ type: SweepAnswer })
  submit(
    @CalledBy() caller: Caller,
    @Body() body: unknown,
    @Query() raw: RawQuery,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    const query = new QueryReader(raw);
    const dryRun = query.flag('dryRun');
    query.done();
    return this.repeatable.once(request, caller, async () => {
      const input = await withDefinitions(this.storage, caller.tenant, body);
      const issues = [...sweepIssues(input), ...capIssues(input)];
      if (issues.length > 0) throw invalidDocument(issues);
      return dryRun ? this.preview(input) : this.accept(caller, input as SweepInput);
    });
  }

  @Get()
  @ApiOperation({ summary: 'Your sweeps, newest first' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 50 },
  })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: '`next` of the page before' })
  @ApiOkResponse({ type: SweepPage })
  async list(@CalledBy() caller: Caller, @Query() raw: RawQuery): Promise<unknown> {
    const query = new QueryReader(raw);
    const limit = query.integer('limit', 1, MAX_PAGE, 50);
    const after = positionIn(query, 'sweeps');
    query.done();
    const rows = await this.storage.records.sweeps.page(
      caller.tenant,
      after === undefined ? undefined : { createdAtMs: after.value, id: after.id },
      limit + 1,
    );
    const items = rows.slice(0, limit);
    return {
      items: items.map((sweep) => ({
        id: sweep.id,
        name: sweep.name,
        createdAt: new Date(sweep.createdAtMs).toISOString(),
        links: linksOf(sweep),
      })),
      next:
        rows.length > limit
          ? encodeCursor({ order: 'sweeps', value: items[limit - 1].createdAtMs, id: items[limit - 1].id })
          : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Size, counts by state, best runs, Pareto front, failures by cause' })
  @ApiOkResponse({ type: SweepAnswer })
  async read(@CalledBy() caller: Caller, @Param('id') id: string): Promise<SweepView> {
    return sweepView(this.storage, await this.find(caller, id));
  }

  @Get(':id/runs')
  @ApiOperation({ summary: 'Runs of a sweep with their parameters, in the order of the document' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 50 },
  })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: '`next` of the page before' })
  @ApiQuery({
    name: 'state',
    required: false,
    type: String,
    description: `Any of ${RUN_STATES.join(', ')}, separated by commas`,
  })
  @ApiOkResponse({ type: SweepRunPage })
  async runs(@CalledBy() caller: Caller, @Param('id') id: string, @Query() raw: RawQuery): Promise<unknown> {
    const query = new QueryReader(raw);
    const limit = query.integer('limit', 1, MAX_PAGE, 50);
    const states = query.choices('state', RUN_STATES);
    const after = positionIn(query, `runs of ${id}`, MAX_POINTS);
    query.done();
    const sweep = await this.find(caller, id);
    const rows = await this.storage.records.sweeps.runs(sweep.id, {
      states,
      after: after?.value ?? -1,
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    return {
      items: items.map(memberView),
      next:
        rows.length > limit
          ? encodeCursor({
              order: `runs of ${sweep.id}`,
              value: items[limit - 1].position,
              id: items[limit - 1].id,
            })
          : null,
    };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End a sweep and the runs that were made for it; one that has ended stays as it is',
  })
  @ApiOkResponse({ type: SweepAnswer })
  async cancel(@CalledBy() caller: Caller, @Param('id') id: string): Promise<SweepView> {
    const sweep = await this.find(caller, id);
    const { state } = await sweepView(this.storage, sweep);
    if (state === 'expanding' || state === 'running') await this.keeper.cancel(sweep.id);
    return sweepView(this.storage, await this.find(caller, id));
  }

  @Post(':id/retry-failed')
  @ApiOperation({ summary: 'Run what failed again; what succeeded stays' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAcceptedResponse({ type: RetriedSweep })
  retryFailed(
    @CalledBy() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    return this.repeatable.once(request, caller, async () => {
      const sweep = await this.find(caller, id);
      if (sweep.state === 'cancelled' || sweep.state === 'failed') {
        throw refusal(
          409,
          'sweep-ended',
          'The sweep has ended',
          `The sweep is ${sweep.state}.`,
          'Submit its document again: what was computed is not computed again.',
        );
      }
      const { counts } = await sweepView(this.storage, sweep);
      await requireRoom(this.storage, this.config, caller.tenant, counts.failed);
      const { limits } = JSON.parse(sweep.document) as SweepInput;
      const retried = await this.storage.records.sweeps.retryFailed(sweep.id, deadlineOf(limits));
      if (retried === 0)
        throw refusal(
          409,
          'not-failed',
          'There is nothing to retry',
          'No run of the sweep has failed.',
          'What was cancelled runs again when its document is submitted again.',
        );
      await this.dispatcher.enqueueMany([]);
      return new Answer(
        202,
        { retried, ...(await sweepView(this.storage, await this.find(caller, id))) },
        { location: `/v1/sweeps/${sweep.id}`, 'retry-after': '1' },
      );
    });
  }

  private async preview(input: unknown): Promise<Answer> {
    const { secondsPerRun, ...plan } = await this.keeper.preview(input);
    // With no runner at the queue, nobody knows when one comes.
    const threads = (await this.dispatcher.threads()) ?? 0;
    const expectedMinutes =
      secondsPerRun === null || threads === 0
        ? null
        : (secondsPerRun * plan.runs) / Math.min(threads, Math.max(plan.runs, 1)) / 60;
    return new Answer(200, {
      ok: true,
      engineVersion: ENGINE_VERSION,
      ...plan,
      secondsPerRun,
      expectedMinutes,
    });
  }

  private async accept(caller: Caller, input: SweepInput): Promise<Answer> {
    const { tenant } = caller;
    const { sweeps } = this.storage.records;
    await requireRoomForSweep(this.storage, this.config, this.keeper, tenant, input);
    // Kept as written: of a grid, the first parameter changes slowest.
    const { sweep, created } = await sweeps.create({
      tenant,
      name: input.name ?? 'sweep',
      hash: hashOf({ input, engineVersion: ENGINE_VERSION }),
      document: JSON.stringify(input),
      deadlineAtMs: deadlineOf(input.limits),
    });
    if (created) this.keeper.begin(sweep);
    const location = `/v1/sweeps/${sweep.id}`;
    return new Answer(
      created ? 202 : 200,
      await sweepView(this.storage, sweep),
      created ? { location, 'retry-after': '1' } : { location },
    );
  }

  private async find(caller: Caller, id: string): Promise<SweepEntity> {
    const sweep = SWEEP_ID_PATTERN.test(id)
      ? await this.storage.records.sweeps.find(caller.tenant, id)
      : null;
    if (sweep === null) throw notFound('sweep of that id', 'GET /v1/sweeps lists yours.');
    return sweep;
  }
}

const deadlineOf = (limits: SweepInput['limits']): number =>
  Date.now() + Math.ceil((limits?.minutes ?? DEFAULT_LIMITS.minutes) * 60_000);

function capIssues(input: unknown): Parameters<typeof invalidDocument>[0] {
  const runs = (input as SweepInput | null)?.limits?.runs ?? DEFAULT_LIMITS.runs;
  if (typeof runs !== 'number' || runs <= MAX_POINTS) return [];
  const message = `The service runs sweeps of at most ${MAX_POINTS} points, limits.runs is ${runs}.`;
  return [
    {
      path: '/limits/runs',
      code: 'too-many-points',
      message,
      hint: `Lower limits.runs to ${MAX_POINTS}, or divide the sweep.`,
    },
  ];
}

/** The cursor of a list whose order is one whole number. */
function positionIn(
  query: QueryReader,
  order: string,
  maximum = Number.MAX_SAFE_INTEGER,
): { readonly value: number; readonly id: string } | undefined {
  const text = query.text('cursor', 500);
  if (text === undefined) return undefined;
  const cursor = decodeCursor(text, order);
  const value = Number(cursor?.value);
  if (cursor !== null && Number.isInteger(value) && value >= 0 && value <= maximum)
    return { value, id: cursor.id };
  query.refuse(
    'cursor',
    'bad-cursor',
    'The cursor is not one of this list.',
    'Use `next` of the page before.',
  );
  return undefined;
}
