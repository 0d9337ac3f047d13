/** The engine against published training runs. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ENGINE_VERSION } from '@railyard/experiments';
import { type Answer } from '../common/index.js';
import { AnswersReportFile, ReportFileQuery, reportFile } from '../report-files/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { AccuracyService } from './accuracy.service.js';

@ApiTags('reports')
@Controller('v1/accuracy')
export class AccuracyController {
  constructor(@Inject(AccuracyService) private readonly accuracy: AccuracyService) {}

  @Get('report')
  @ApiOperation({
    summary: 'Published training runs and the engine, as a page to hand on; the first takes a minute',
  })
  @AnswersReportFile()
  async report(
    @ClientOfRequest() client: WaitingClient,
    @Query() { format }: ReportFileQuery,
  ): Promise<Answer> {
    return reportFile(await this.accuracy.report(client, format), format, {
      etag: `"accuracy-${ENGINE_VERSION}-${format}"`,
    });
  }
}
