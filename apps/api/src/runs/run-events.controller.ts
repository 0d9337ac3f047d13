/** What happens to a run, while it happens and afterwards. */
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller } from '@railyard/database';
import { type FastifyReply } from 'fastify';
import { CalledBy } from '../access/index.js';
import { RunHistory } from './dto/run-answers.dto.js';
import { RunEventsQuery, RunHistoryQuery } from './dto/run-events.query.dto.js';
import { RunParams } from './dto/run-params.dto.js';
import { RunEventsService } from './run-events.service.js';
import { RunsService } from './runs.service.js';

@ApiTags('runs')
@Controller('v1/runs')
export class RunEventsController {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(RunEventsService) private readonly runEvents: RunEventsService,
  ) {}

  @Get(':id/events')
  @ApiOperation({ operationId: 'RunsController_events', summary: 'Events of a run as they happen' })
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
  async events(
    @CalledBy() caller: Caller,
    @Param() { id }: RunParams,
    @Query() { after }: RunEventsQuery,
    @Res() reply: FastifyReply,
    @Headers('Last-Event-ID') last?: string,
  ): Promise<void> {
    const run = await this.runs.find(caller, id);
    const from = last !== undefined && /^\d{1,9}$/.test(last) ? Number(last) : after;
    this.runEvents.follow(reply, run, from);
  }

  @Get(':id/history')
  @ApiOperation({ operationId: 'RunsController_history', summary: 'The same events by polling' })
  @ApiOkResponse({ type: RunHistory })
  async history(
    @CalledBy() caller: Caller,
    @Param() { id }: RunParams,
    @Query() { after }: RunHistoryQuery,
  ): Promise<RunHistory> {
    return this.runEvents.history(await this.runs.find(caller, id), after);
  }
}
