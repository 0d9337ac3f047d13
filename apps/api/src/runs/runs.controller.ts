/** Runs: what became of an experiment. */
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type ExperimentDocument } from '@railyard/experiments';
import {
  type Caller,
  type JobDispatcher,
  RUN_ID_PATTERN,
  type RunEntity,
  type Storage,
  TERMINAL_EVENTS,
} from '@railyard/storage';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiConfig } from '../config/api-config.js';
import { newRunOf } from '../experiments/experiments.controller.js';
import { requireRoomFor } from '../experiments/quota.js';
import { CalledBy } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { notFound, refusal } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { Repeatable } from '../http/repeatable.js';
import { CONFIG, DISPATCHER, STORAGE } from '../parts.js';
import { EventStreams } from './event-streams.js';
import { RunHistory, RunPage, RunWithResult, RunsOverview } from './run-answers.js';
import { MAX_PAGE, RUN_STATES, SORT_NAMES, pageOfRuns } from './run-list.js';
import { RunView, runView } from './run-view.js';
import { TraceMaker } from './trace-maker.js';

const RESULT = {
  type: 'object',
  required: ['id', 'document', 'engineVersion', 'metrics', 'warnings', 'inputs'],
  properties: {
    id: { type: 'string' },
    engineVersion: { type: 'string' },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
  },
  additionalProperties: true,
};

const TRACE = {
  type: 'object',
  required: ['traceEvents'],
  properties: { traceEvents: { type: 'array', items: { type: 'object' } } },
  additionalProperties: true,
};

const LISTED = 'GET /v1/runs lists yours.';

const wayToResult = ({ id, finishedAtMs }: RunEntity): string =>
  finishedAtMs === null
    ? `GET /v1/runs/${id}/events tells when it has ended.`
    : `POST /v1/runs/${id}/retry runs it again.`;

@ApiTags('runs')
@Controller('v1/runs')
export class RunsController {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(Repeatable) private readonly repeatable: Repeatable,
    @Inject(TraceMaker) private readonly traces: TraceMaker,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your runs, newest first unless sorted otherwise' })
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
  @ApiQuery({ name: 'name', required: false, type: String })
  @ApiQuery({ name: 'experimentId', required: false, type: String })
  @ApiQuery({ name: 'sort', required: false, enum: SORT_NAMES })
  @ApiOkResponse({ type: RunPage })
  list(@CalledBy() caller: Caller, @Query() raw: RawQuery): Promise<RunPage> {
    return pageOfRuns(this.storage, caller.tenant, raw);
  }

  @Get('summary')
  @ApiOperation({ summary: 'Counts by state, and failures grouped by cause' })
  @ApiOkResponse({ type: RunsOverview })
  async summary(@CalledBy() caller: Caller): Promise<unknown> {
    const [states, failures] = await Promise.all([
      this.storage.records.runs.countsByState(caller.tenant),
      this.storage.records.runs.failureGroups(caller.tenant),
    ]);
    return {
      states,
      failures: failures.map(({ failureCode, failureMessage, count, example }) => ({
        code: failureCode,
        message: failureMessage,
        count: Number(count),
        example: `/v1/runs/${example}`,
      })),
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'State and progress of a run, and its result when it has one' })
  @ApiOkResponse({ type: RunWithResult })
  async read(@CalledBy() caller: Caller, @Param('id') id: string): Promise<Answer> {
    const run = await this.find(caller, id);
    const view = JSON.stringify(runView(run));
    const result =
      run.state === 'succeeded'
        ? await this.storage.records.artifacts.read(run.experimentId, 'result')
        : null;
    // The result goes out as the bytes that are stored, not as a second rendering of them.
    const body = `${view.slice(0, -1)},"result":${result === null ? 'null' : result.toString('utf8')}}`;
    return new Answer(200, body, {
      'content-type': 'application/json; charset=utf-8',
      etag: `W/"${run.id}-${run.lastEvent}"`,
    });
  }

  @Get(':id/result')
  @ApiOperation({ summary: 'The canonical bytes of the result' })
  @ApiOkResponse({ schema: RESULT, description: 'An ExperimentResult; docs/documents.md tells its parts' })
  async result(@CalledBy() caller: Caller, @Param('id') id: string): Promise<Answer> {
    const run = await this.succeeded(caller, id);
    const bytes = await this.storage.records.artifacts.read(run.experimentId, 'result');
    return new Answer(200, String(bytes), {
      'content-type': 'application/json; charset=utf-8',
      etag: `"${run.resultSha256}"`,
    });
  }

  @Get(':id/trace')
  @ApiOperation({ summary: 'Chrome trace of representative ranks; Perfetto opens it' })
  @ApiOkResponse({ schema: TRACE })
  async trace(
    @CalledBy() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const run = await this.succeeded(caller, id);
    const document = JSON.parse(
      await this.storage.records.runs.document(run.experimentId),
    ) as ExperimentDocument;
    const trace = await this.traces.traceOf({ id: run.experimentId, document });
    void reply.header('content-disposition', `attachment; filename="${run.id}.trace.json"`);
    return new Answer(200, trace.toString('utf8'), {
      'content-type': 'application/json; charset=utf-8',
      etag: `"trace-${run.experimentId}"`,
    });
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'Events of a run as they happen' })
  @ApiOkResponse({
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    description: 'Frames whose data are the items of /history',
  })
  @ApiNoContentResponse({ description: 'The run has ended and its last event was seen' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Number of the last event that was seen',
  })
  @ApiQuery({
    name: 'after',
    required: false,
    schema: { type: 'integer', minimum: 0 },
    description: 'The same, for clients that cannot set headers',
  })
  async events(
    @CalledBy() caller: Caller,
    @Param('id') id: string,
    @Query() raw: RawQuery,
    @Res() reply: FastifyReply,
    @Headers('Last-Event-ID') last?: string,
  ): Promise<void> {
    const query = new QueryReader(raw);
    const after = query.integer('after', 0, 1_000_000_000, 0);
    query.done();
    const run = await this.find(caller, id);
    const from = last !== undefined && /^\d{1,9}$/.test(last) ? Number(last) : after;
    const over = run.finishedAtMs !== null && from >= run.lastEvent;
    // A client that has seen the end must not connect for ever.
    if (over) void reply.status(204).send();
    else this.streams.start(reply, run.id, from);
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'The same events by polling' })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiOkResponse({ type: RunHistory })
  async history(
    @CalledBy() caller: Caller,
    @Param('id') id: string,
    @Query() raw: RawQuery,
  ): Promise<unknown> {
    const query = new QueryReader(raw);
    const after = query.integer('after', 0, 1_000_000_000, 0);
    query.done();
    const run = await this.find(caller, id);
    const events = await this.storage.records.runs.eventsAfter(run.id, after, MAX_PAGE);
    return {
      items: events.map(({ number, type, atMs, data }) => ({
        number,
        type,
        at: new Date(atMs).toISOString(),
        ...data,
      })),
      ended:
        events.some(({ type }) => TERMINAL_EVENTS.includes(type)) ||
        (events.length === 0 && run.finishedAtMs !== null),
    };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a run now; one that has ended stays as it is' })
  @ApiOkResponse({ type: RunView })
  async cancel(@CalledBy() caller: Caller, @Param('id') id: string): Promise<RunView> {
    const run = RUN_ID_PATTERN.test(id) ? await this.dispatcher.cancel(caller.tenant, id) : null;
    if (run === null) throw notFound('run of that id', LISTED);
    return runView(run);
  }

  @Post(':id/retry')
  @ApiOperation({ summary: 'Run the experiment of a failed or cancelled run again' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiAcceptedResponse({ type: RunView })
  async retry(
    @CalledBy() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<Answer> {
    return this.repeatable.once(request, caller, async () => {
      const run = await this.find(caller, id);
      if (run.state !== 'failed' && run.state !== 'cancelled') {
        throw refusal(
          409,
          'not-failed',
          'There is nothing to retry',
          `The run is ${run.state}.`,
          'POST /v1/experiments?force=true computes an experiment again.',
        );
      }
      await requireRoomFor(this.storage, this.config, caller.tenant, [run.experimentId]);
      const document = JSON.parse(
        await this.storage.records.runs.document(run.experimentId),
      ) as ExperimentDocument;
      const { run: next } = await this.storage.records.submissions.submit(
        newRunOf(caller.tenant, { id: run.experimentId, document }),
      );
      if (next.state === 'queued') await this.dispatcher.enqueue(next.id);
      return new Answer(202, runView(next), { location: `/v1/runs/${next.id}`, 'retry-after': '1' });
    });
  }

  private async find(caller: Caller, id: string): Promise<RunEntity> {
    const run = RUN_ID_PATTERN.test(id) ? await this.storage.records.runs.find(caller.tenant, id) : null;
    if (run === null) throw notFound('run of that id', LISTED);
    return run;
  }

  private async succeeded(caller: Caller, id: string): Promise<RunEntity> {
    const run = await this.find(caller, id);
    if (run.state !== 'succeeded')
      throw refusal(409, 'no-result', 'The run has no result', `The run is ${run.state}.`, wayToResult(run));
    return run;
  }
}
