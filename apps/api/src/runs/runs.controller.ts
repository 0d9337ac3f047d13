/** Runs: what became of an experiment. */
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, type Claim } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer } from '../common/index.js';
import { ClaimOfRequest, Idempotent } from '../idempotency/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { RESULT_SCHEMA, RunPage, RunWithResult, RunsOverview, TRACE_SCHEMA } from './dto/run-answers.dto.js';
import { RunListQuery } from './dto/run-list.query.dto.js';
import { RunReportQuery } from './dto/run-report.query.dto.js';
import { RunTraceQuery } from './dto/run-trace.query.dto.js';
import { RunParams } from './dto/run-params.dto.js';
import { RunView, runView } from './dto/run-view.dto.js';
import { RunSubmissionService } from './run-submission.service.js';
import { RunsService } from './runs.service.js';

const JSON_TEXT = { 'content-type': 'application/json; charset=utf-8' };

const REPORT_TYPES: Readonly<Record<RunReportQuery['format'], string>> = {
  html: 'text/html',
  md: 'text/markdown',
  csv: 'text/csv',
  svg: 'image/svg+xml',
};

@ApiTags('runs')
@Controller('v1/runs')
export class RunsController {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(RunSubmissionService) private readonly submissions: RunSubmissionService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your runs, newest first unless sorted otherwise' })
  @ApiOkResponse({ type: RunPage })
  list(@CalledBy() caller: Caller, @Query() query: RunListQuery): Promise<RunPage> {
    return this.runs.list(caller, query);
  }

  @Get('summary')
  @ApiOperation({ summary: 'Counts by state, and failures grouped by cause' })
  @ApiOkResponse({ type: RunsOverview })
  summary(@CalledBy() caller: Caller): Promise<RunsOverview> {
    return this.runs.overview(caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'State and progress of a run, and its result when it has one' })
  @ApiOkResponse({ type: RunWithResult })
  async read(@CalledBy() caller: Caller, @Param() { id }: RunParams): Promise<Answer> {
    const run = await this.runs.find(caller, id);
    const view = JSON.stringify(runView(run));
    // The result goes out as the bytes that are stored, not as a second rendering of them.
    const body = `${view.slice(0, -1)},"result":${(await this.runs.resultText(run)) ?? 'null'}}`;
    return new Answer(200, body, { ...JSON_TEXT, etag: `W/"${run.id}-${run.lastEvent}"` });
  }

  @Get(':id/result')
  @ApiOperation({ summary: 'The canonical bytes of the result' })
  @ApiOkResponse({
    schema: RESULT_SCHEMA,
    description: 'An ExperimentResult; docs/documents.md describes its parts',
  })
  async result(@CalledBy() caller: Caller, @Param() { id }: RunParams): Promise<Answer> {
    const run = await this.runs.findSucceeded(caller, id);
    const text = await this.runs.resultText(run);
    return new Answer(200, String(text), { ...JSON_TEXT, etag: `"${run.resultSha256}"` });
  }

  @Get(':id/trace')
  @ApiOperation({
    summary:
      'Chrome trace of the pipeline ranks of one replica, or of those of `ranks` (0-3,8); Perfetto opens it',
  })
  @ApiOkResponse({ schema: TRACE_SCHEMA })
  async trace(
    @ClientOfRequest() client: WaitingClient,
    @Param() { id }: RunParams,
    @Query() { ranks, steps }: RunTraceQuery,
  ): Promise<Answer> {
    const run = await this.runs.findSucceeded(client, id);
    const kept = { ...(ranks === undefined ? {} : { ranks }), ...(steps === undefined ? {} : { steps }) };
    return new Answer(200, await this.runs.traceText(client, run, kept), {
      ...JSON_TEXT,
      'content-disposition': `attachment; filename="${run.id}.trace.json"`,
      etag: `"trace-${run.experimentId}-${ranks ?? 'all'}-${steps ?? 1}"`,
    });
  }

  @Get(':id/report')
  @ApiOperation({ summary: 'The run as a page to hand on: headline, charts, memory, links, inputs' })
  @ApiOkResponse({
    content: Object.fromEntries(
      Object.values(REPORT_TYPES).map((type) => [type, { schema: { type: 'string' } }]),
    ),
  })
  async report(
    @ClientOfRequest() client: WaitingClient,
    @Param() { id }: RunParams,
    @Query() { format }: RunReportQuery,
  ): Promise<Answer> {
    const run = await this.runs.findSucceeded(client, id);
    return new Answer(200, await this.runs.reportText(client, run, format), {
      'content-type': `${REPORT_TYPES[format]}; charset=utf-8`,
      etag: `"report-${run.resultSha256}-${format}"`,
    });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a run now; one that has ended stays as it is' })
  @ApiOkResponse({ type: RunView })
  async cancel(@CalledBy() caller: Caller, @Param() { id }: RunParams): Promise<RunView> {
    return runView(await this.runs.cancel(caller, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a run that has ended, and its result unless another run names it' })
  @ApiNoContentResponse({ description: 'It is deleted' })
  delete(@CalledBy() caller: Caller, @Param() { id }: RunParams): Promise<void> {
    return this.runs.delete(caller, id);
  }

  @Post(':id/retry')
  @Idempotent()
  @ApiOperation({ summary: 'Run the experiment of a failed or cancelled run again' })
  @ApiAcceptedResponse({ type: RunView })
  async retry(
    @CalledBy() caller: Caller,
    @Param() { id }: RunParams,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    const next = await this.submissions.retry(await this.runs.find(caller, id), claim);
    return new Answer(202, runView(next), { location: `/v1/runs/${next.id}`, 'retry-after': '1' });
  }
}
