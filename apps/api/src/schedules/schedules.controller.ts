/** Pipeline schedules, each alongside the bubble that its authors publish. */
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesDocument, ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { ScheduleAnswer } from './dto/schedule-answer.dto.js';
import { SchedulesService } from './schedules.service.js';

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(@Inject(SchedulesService) private readonly schedules: SchedulesService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @ApiOperation({ summary: 'Execute a pipeline schedule: bubble, formula, op counts of each rank' })
  @TakesDocument('ScheduleRequest')
  @ApiOkResponse({ type: ScheduleAnswer })
  execute(@ClientOfRequest() client: WaitingClient, @Body() request: unknown): Promise<ScheduleAnswer> {
    return this.schedules.execute(client, request);
  }
}
