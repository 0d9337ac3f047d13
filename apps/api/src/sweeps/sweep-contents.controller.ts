/** What a sweep holds: its document, its runs, how far they are. */
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller } from '@railyard/database';
import { type FastifyReply } from 'fastify';
import { CalledBy } from '../access/index.js';
import { Answer } from '../common/index.js';
import { AnswersReportFile, ReportFileQuery, reportFile } from '../report-files/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { SweepRunPage } from './dto/sweep-answers.dto.js';
import { SweepParams, SweepRunsQuery } from './dto/sweep-inputs.dto.js';
import { SweepEventsService } from './sweep-events.service.js';
import { SweepReportsService } from './sweep-reports.service.js';
import { SweepsService } from './sweeps.service.js';

const JSON_TEXT = { 'content-type': 'application/json; charset=utf-8' };

@ApiTags('sweeps')
@Controller('v1/sweeps')
export class SweepContentsController {
  constructor(
    @Inject(SweepsService) private readonly sweeps: SweepsService,
    @Inject(SweepEventsService) private readonly sweepEvents: SweepEventsService,
    @Inject(SweepReportsService) private readonly reports: SweepReportsService,
  ) {}

  @Get(':id/document')
  @ApiOperation({ summary: 'The document of a sweep as it was sent, stored definitions in their place' })
  @ApiOkResponse({ schema: { $ref: '#/components/schemas/Sweep' } })
  async document(@CalledBy() caller: Caller, @Param() { id }: SweepParams): Promise<Answer> {
    const { document } = await this.sweeps.find(caller, id);
    return new Answer(200, document, JSON_TEXT);
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'How far a sweep is, as it changes' })
  @ApiOkResponse({
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    description: 'Frames whose data are state, points, expanded and counts; the last is named by the end',
  })
  @ApiNoContentResponse({ description: 'The sweep has ended and its last event was seen' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Id of the last event that was seen' })
  async events(
    @CalledBy() caller: Caller,
    @Param() { id }: SweepParams,
    @Res() reply: FastifyReply,
    @Headers('Last-Event-ID') last?: string,
  ): Promise<void> {
    await this.sweepEvents.follow(reply, await this.sweeps.find(caller, id), last);
  }

  @Get(':id/runs')
  @ApiOperation({ summary: 'Runs of a sweep with their parameters, in the order of the document' })
  @ApiOkResponse({ type: SweepRunPage })
  async runs(
    @CalledBy() caller: Caller,
    @Param() { id }: SweepParams,
    @Query() query: SweepRunsQuery,
  ): Promise<SweepRunPage> {
    return this.sweeps.runs(await this.sweeps.find(caller, id), query);
  }

  @Get(':id/report')
  @ApiOperation({
    summary: 'A sweep that has ended as a page to hand on: points, trade-off, what did not run',
  })
  @AnswersReportFile()
  async report(
    @ClientOfRequest() client: WaitingClient,
    @Param() { id }: SweepParams,
    @Query() { format }: ReportFileQuery,
  ): Promise<Answer> {
    const sweep = await this.sweeps.find(client, id);
    return reportFile(await this.reports.report(client, sweep, format), format);
  }
}
