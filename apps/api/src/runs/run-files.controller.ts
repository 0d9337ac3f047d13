/** What a run that succeeded leaves behind: its result, its trace, a page about it. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer } from '../common/index.js';
import { AnswersReportFile, ReportFileQuery, reportFile } from '../report-files/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { RESULT_SCHEMA, TRACE_SCHEMA } from './dto/run-answers.dto.js';
import { RunTraceQuery } from './dto/run-trace.query.dto.js';
import { RunParams } from './dto/run-params.dto.js';
import { RunsService } from './runs.service.js';

const JSON_TEXT = { 'content-type': 'application/json; charset=utf-8' };

@ApiTags('runs')
@Controller('v1/runs')
export class RunFilesController {
  constructor(@Inject(RunsService) private readonly runs: RunsService) {}

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
    const run = await this.runs.findStep(client, id);
    const kept = { ...(ranks === undefined ? {} : { ranks }), ...(steps === undefined ? {} : { steps }) };
    return new Answer(200, await this.runs.traceText(client, run, kept), {
      ...JSON_TEXT,
      'content-disposition': `attachment; filename="${run.id}.trace.json"`,
      etag: `"trace-${run.experimentId}-${ranks ?? 'all'}-${steps ?? 1}"`,
    });
  }

  @Get(':id/report')
  @ApiOperation({ summary: 'The run as a page to hand on: headline, charts, memory, links, inputs' })
  @AnswersReportFile()
  async report(
    @ClientOfRequest() client: WaitingClient,
    @Param() { id }: RunParams,
    @Query() { format }: ReportFileQuery,
  ): Promise<Answer> {
    const run = await this.runs.findStep(client, id);
    return reportFile(await this.runs.report(client, run, format), format, {
      etag: `"report-${run.resultSha256}-${format}"`,
    });
  }
}
