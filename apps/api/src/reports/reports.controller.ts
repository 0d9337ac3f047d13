/** Reports from stored results. */
import { Controller, Get, Headers, Inject, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Report, renderCsv, renderHtml, renderMarkdown } from '@railyard/reports';
import { type Caller, type Claim } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer, preferred } from '../common/index.js';
import { ClaimOfRequest, Idempotent } from '../idempotency/index.js';
import { runView } from '../runs/index.js';
import { ReportAnswer, ReportRuns } from './dto/report-answers.dto.js';
import { type Format, ReportQuery } from './dto/report.query.dto.js';
import { ReportsService } from './reports.service.js';

const TEXT = { schema: { type: 'string' } } as const;
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  markdown: 'text/markdown',
  html: 'text/html',
};
const RENDER: Readonly<Record<Exclude<Format, 'json'>, (report: Report) => string>> = {
  csv: renderCsv,
  markdown: renderMarkdown,
  html: (report) => renderHtml([report]),
};

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(@Inject(ReportsService) private readonly reports: ReportsService) {}

  @Get('table4')
  @ApiOperation({
    summary: 'Table 4 of the paper and of the twin, from the stored runs of the two founding cases',
  })
  @ApiExtraModels(ReportAnswer)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ReportAnswer) } },
      'text/csv': TEXT,
      'text/markdown': TEXT,
      'text/html': TEXT,
    },
  })
  @ApiHeader({ name: 'Accept', required: false })
  async table4(
    @CalledBy() caller: Caller,
    @Query() query: ReportQuery,
    @Headers('Accept') accept = '',
  ): Promise<Answer> {
    const report = await this.reports.table4(caller);
    const format = query.format ?? preferred(accept, TYPES);
    if (format === 'json') return new Answer(200, report);
    return new Answer(200, RENDER[format](report), { 'content-type': `${TYPES[format]}; charset=utf-8` });
  }

  @Post('table4')
  @Idempotent()
  @ApiOperation({ summary: 'Compute the runs of Table 4' })
  @ApiOkResponse({ type: ReportRuns, description: 'All have succeeded' })
  @ApiAcceptedResponse({ type: ReportRuns })
  async computeTable4(@CalledBy() caller: Caller, @ClaimOfRequest() claim?: Claim): Promise<Answer> {
    const runs = await this.reports.computeTable4(caller, claim);
    return new Answer(
      runs.every(({ state }) => state === 'succeeded') ? 200 : 202,
      { report: '/v1/reports/table4', runs: runs.map(runView) },
      { location: '/v1/reports/table4', 'retry-after': '1' },
    );
  }
}
