/** What differs between runs, in their inputs and in their metrics. */
import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Caller } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer, preferred } from '../common/index.js';
import { CompareService } from './compare.service.js';
import { comparisonCsv, comparisonMarkdown } from './comparison-table.js';
import { CompareQuery, type Format } from './dto/compare.query.dto.js';
import { ComparisonAnswer } from './dto/comparison.dto.js';

const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  markdown: 'text/markdown',
};
const TEXT = { schema: { type: 'string' } } as const;

@ApiTags('runs')
@Controller('v1/compare')
export class CompareController {
  constructor(@Inject(CompareService) private readonly comparisons: CompareService) {}

  @Get()
  @ApiOperation({ summary: 'Differing inputs, and metrics against a baseline' })
  @ApiExtraModels(ComparisonAnswer)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(ComparisonAnswer) } },
      'text/csv': TEXT,
      'text/markdown': TEXT,
    },
  })
  @ApiHeader({ name: 'Accept', required: false })
  async compare(
    @CalledBy() caller: Caller,
    @Query() query: CompareQuery,
    @Headers('Accept') accept = '',
  ): Promise<Answer> {
    const comparison = await this.comparisons.compare(caller, query);
    const { ids } = query;
    const format = query.format ?? preferred(accept, TYPES);
    if (format === 'json') return new Answer(200, comparison);
    const text = format === 'csv' ? comparisonCsv(comparison, ids) : comparisonMarkdown(comparison, ids);
    return new Answer(200, text, { 'content-type': `${TYPES[format]}; charset=utf-8` });
  }
}
