/** Reports from stored results. Asking for one never computes; asking for its runs does. */
import { Controller, Get, Headers, Inject, Post, Query, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  type ExperimentResult,
  type PreparedExperiment,
  experimentFromPreset,
  prepareExperiment,
} from '@railyard/experiments';
import { type Report, renderCsv, renderHtml, renderMarkdown, table4 } from '@railyard/reports';
import { type Caller, type JobDispatcher, type Storage } from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { ApiConfig } from '../config/api-config.js';
import { newRunOf } from '../experiments/experiments.controller.js';
import { requireRoomFor } from '../experiments/quota.js';
import { CalledBy } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { preferred } from '../http/preferred.js';
import { ProblemError } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { Repeatable } from '../http/repeatable.js';
import { CONFIG, DISPATCHER, STORAGE } from '../parts.js';
import { runView } from '../runs/run-view.js';
import { ReportAnswer, ReportRuns } from './report-answers.js';

const FORMATS = ['json', 'csv', 'markdown', 'html'] as const;
const TEXT = { schema: { type: 'string' } } as const;
const TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  markdown: 'text/markdown',
  html: 'text/html',
} as const;
const CASES = ['deepseek-v3-mpft', 'deepseek-v3-mrft'] as const;

@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(Repeatable) private readonly repeatable: Repeatable,
  ) {}

  @Get('table4')
  @ApiOperation({
    summary: 'Table 4 of the paper beside the twin, from the stored runs of the two founding cases',
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
  @ApiQuery({ name: 'format', required: false, enum: FORMATS, description: 'In place of the Accept header' })
  async table4(
    @CalledBy() caller: Caller,
    @Query() raw: RawQuery,
    @Headers('Accept') accept = '',
  ): Promise<Answer> {
    const query = new QueryReader(raw);
    const format = query.choice('format', FORMATS) ?? preferred(accept, TYPES);
    query.done();
    const results = await Promise.all(foundingCases().map((prepared) => this.resultOf(caller, prepared)));
    const [mpft, mrft] = results;
    if (mpft === null || mrft === null) {
      throw new ProblemError(
        404,
        'not-computed',
        'The runs of this report are not there yet',
        'Table 4 needs the results of both founding cases.',
        [
          {
            path: '',
            code: 'not-computed',
            message: 'Not both founding cases have a result.',
            hint: 'POST /v1/reports/table4 has them computed.',
          },
        ],
      );
    }
    return rendered(table4(mpft, mrft), format);
  }

  @Post('table4')
  @ApiOperation({ summary: 'Have the runs of Table 4 computed' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: ReportRuns, description: 'All are there' })
  @ApiAcceptedResponse({ type: ReportRuns })
  computeTable4(@CalledBy() caller: Caller, @Req() request: FastifyRequest): Promise<Answer> {
    return this.repeatable.once(request, caller, async () => {
      const cases = foundingCases();
      await requireRoomFor(
        this.storage,
        this.config,
        caller.tenant,
        cases.map(({ id }) => id),
      );
      const submissions = await this.storage.records.submissions.submitMany(
        cases.map((prepared) => newRunOf(caller.tenant, prepared)),
      );
      await this.dispatcher.enqueueMany(submissions.map(({ run }) => run.id));
      const ready = submissions.every(({ run }) => run.state === 'succeeded');
      return new Answer(
        ready ? 200 : 202,
        { report: '/v1/reports/table4', runs: submissions.map(({ run }) => runView(run)) },
        { location: '/v1/reports/table4', 'retry-after': '1' },
      );
    });
  }

  private async resultOf(caller: Caller, { id }: PreparedExperiment): Promise<ExperimentResult | null> {
    const run = await this.storage.records.runs.findLive(caller.tenant, id);
    const bytes = run?.state === 'succeeded' ? await this.storage.records.artifacts.read(id, 'result') : null;
    return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as ExperimentResult);
  }
}

const foundingCases = (): PreparedExperiment[] =>
  CASES.map((name) => prepareExperiment(experimentFromPreset(name)));

function rendered(report: Report, format: (typeof FORMATS)[number]): Answer {
  switch (format) {
    case 'json':
      return new Answer(200, report);
    case 'csv':
      return new Answer(200, renderCsv(report), { 'content-type': 'text/csv; charset=utf-8' });
    case 'markdown':
      return new Answer(200, renderMarkdown(report), { 'content-type': 'text/markdown; charset=utf-8' });
    case 'html':
      return new Answer(200, renderHtml([report]), { 'content-type': 'text/html; charset=utf-8' });
  }
}
