/** What differs between runs, in their inputs and in their metrics. */
import { Controller, Get, Headers, Inject, Query } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Comparison, type ExperimentResult, compareResults } from '@railyard/experiments';
import { type Caller, RUN_ID_PATTERN, type Storage } from '@railyard/storage';
import { stringify } from 'csv-stringify/sync';
import { CalledBy } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { preferred } from '../http/preferred.js';
import { ProblemError } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { STORAGE } from '../parts.js';
import { ComparisonAnswer } from './run-answers.js';

const MAX_RUNS = 10;
const FORMATS = ['json', 'csv', 'markdown'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  markdown: 'text/markdown',
};
const TEXT = { schema: { type: 'string' } } as const;

@ApiTags('runs')
@Controller('v1/compare')
export class CompareController {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

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
  @ApiQuery({ name: 'runs', type: String, description: `2 to ${MAX_RUNS} run ids, separated by commas` })
  @ApiQuery({
    name: 'baseline',
    required: false,
    type: String,
    description: 'One of them; the first by default',
  })
  @ApiQuery({
    name: 'diff',
    required: false,
    enum: ['true', 'false'],
    description: 'Only metrics that are not the same',
  })
  @ApiHeader({ name: 'Accept', required: false })
  @ApiQuery({ name: 'format', required: false, enum: FORMATS, description: 'In place of the Accept header' })
  async compare(
    @CalledBy() caller: Caller,
    @Query() raw: RawQuery,
    @Headers('Accept') accept?: string,
  ): Promise<Answer> {
    const query = new QueryReader(raw);
    const ids = query.text('runs', MAX_RUNS * 40)?.split(',') ?? [];
    const baseline = query.text('baseline');
    const diff = query.flag('diff');
    const format = query.choice('format', FORMATS) ?? preferred(accept ?? '', TYPES);
    if (ids.length < 2 || ids.length > MAX_RUNS)
      query.refuse('runs', 'wrong-count', `Name 2 to ${MAX_RUNS} runs.`, 'runs=run-a,run-b');
    const index = baseline === undefined ? 0 : ids.indexOf(baseline);
    if (index < 0)
      query.refuse(
        'baseline',
        'unknown-choice',
        'The baseline must be one of the runs.',
        'Name one of them, or leave it out for the first.',
      );
    query.done();
    const results: ExperimentResult[] = [];
    for (const [place, id] of ids.entries()) results.push(await this.resultOf(caller, id, place));
    const full = compareResults(results, index);
    const comparison = {
      ...full,
      runs: full.runs.map((run, position) => ({ ...run, run: ids[position] })),
      metrics: full.metrics.filter(({ verdict }) => !diff || verdict.some((one) => one !== 'same')),
    };
    return rendered(comparison, ids, format);
  }

  private async resultOf(caller: Caller, id: string, place: number): Promise<ExperimentResult> {
    const run = RUN_ID_PATTERN.test(id) ? await this.storage.records.runs.find(caller.tenant, id) : null;
    if (run === null) {
      const message = `There is no run of the id that stands at place ${place + 1}.`;
      throw new ProblemError(404, 'not-found', 'Not found', message, [
        { path: '/query/runs', code: 'not-found', message, hint: 'GET /v1/runs lists yours.' },
      ]);
    }
    const bytes = await this.storage.records.artifacts.read(run.experimentId, 'result');
    if (run.state !== 'succeeded' || bytes === null)
      throw new ProblemError(409, 'no-result', 'A run has no result', `${id} is ${run.state}.`, [
        {
          path: '/query/runs',
          code: 'no-result',
          message: `${id} is ${run.state}, and has no result.`,
          hint: 'Compare runs that succeeded.',
        },
      ]);
    return JSON.parse(bytes.toString('utf8')) as ExperimentResult;
  }
}

function rendered(comparison: Comparison, ids: readonly string[], format: Format): Answer {
  if (format === 'json') return new Answer(200, comparison);
  const cell = (value: unknown): string | number =>
    value === undefined
      ? ''
      : typeof value === 'string' || typeof value === 'number'
        ? value
        : JSON.stringify(value);
  const head = ['', ...ids];
  const rows = [
    ...comparison.inputs.map(({ path, values }) => [path, ...values.map(cell)]),
    ...comparison.metrics.map(({ name, values }) => [name, ...values.map(cell)]),
    ...comparison.metrics.map(({ name, differencePct }) => [
      `${name} (difference, %)`,
      ...differencePct.map(cell),
    ]),
  ];
  if (format === 'csv') {
    // A cell that a spreadsheet would run as a formula is escaped; a negative number is none.
    return new Answer(200, stringify([head, ...rows], { escape_formulas: true }), {
      'content-type': 'text/csv; charset=utf-8',
    });
  }
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((text) => String(text).replace(/[|\\]/g, '\\$&').replace(/\s+/g, ' ')).join(' | ')} |`;
  const lines = [line(head), line(head.map(() => '---')), ...rows.map(line)];
  return new Answer(200, `${lines.join('\n')}\n`, { 'content-type': 'text/markdown; charset=utf-8' });
}
