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
import { RunPage, RunWithResult, RunsOverview } from './dto/run-answers.dto.js';
import { RunListQuery } from './dto/run-list.query.dto.js';
import { RunParams } from './dto/run-params.dto.js';
import { RunView, runView } from './dto/run-view.dto.js';
import { RunSubmissionService } from './run-submission.service.js';
import { RunsService } from './runs.service.js';

const JSON_TEXT = { 'content-type': 'application/json; charset=utf-8' };

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
