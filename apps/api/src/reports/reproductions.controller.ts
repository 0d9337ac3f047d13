/** The tables and figures of the paper, computed and compared with its numbers. */
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answer } from '../common/index.js';
import { AnswersReportFile, ReportFileQuery, reportFile } from '../report-files/index.js';
import { runView } from '../runs/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { ReportAnswer, ReportRuns } from './dto/report-answers.dto.js';
import { ArtifactParams, ReproductionRequest } from './dto/reproduction.dto.js';
import { ReproductionsService } from './reproductions.service.js';

@ApiTags('reports')
@Controller('v1/reproductions')
export class ReproductionsController {
  constructor(@Inject(ReproductionsService) private readonly reproductions: ReproductionsService) {}

  @Post(':artifact')
  @ApiOperation({ summary: "Compute a table or figure of the paper and compare it with the paper's numbers" })
  @ApiBody({ type: ReproductionRequest, required: false })
  @ApiOkResponse({ type: ReportAnswer })
  @ApiAcceptedResponse({
    type: ReportRuns,
    description: 'Runs that it shows are computed first: ask again when they have ended',
  })
  async reproduce(
    @ClientOfRequest() client: WaitingClient,
    @Param() { artifact }: ArtifactParams,
    @Body() { prices }: ReproductionRequest,
  ): Promise<Answer> {
    const made = await this.reproductions.reproduce(client, artifact, prices);
    if ('report' in made) return new Answer(200, made.report);
    const location = `/v1/reproductions/${artifact}`;
    return new Answer(
      202,
      { report: location, runs: made.runs.map(runView) },
      { location, 'retry-after': '1' },
    );
  }

  @Get(':artifact/report')
  @ApiOperation({ summary: "A table or figure of the paper next to the twin's numbers, as a page" })
  @AnswersReportFile()
  async report(
    @ClientOfRequest() client: WaitingClient,
    @Param() { artifact }: ArtifactParams,
    @Query() { format }: ReportFileQuery,
  ): Promise<Answer> {
    return reportFile(await this.reproductions.file(client, artifact, format), format);
  }
}
