import { Inject, Injectable } from '@nestjs/common';
import { IssueList } from '@railyard/base';
import { type Comparison, type ExperimentResult, compareResults } from '@railyard/experiments';
import { type Caller } from '@railyard/storage';
import { ProblemError, badRequest, shown } from '../common/index.js';
import { RunsService } from '../runs/index.js';
import { CompareQuery, MAX_RUNS } from './dto/compare.query.dto.js';

/** What differs between runs, in their inputs and in their metrics. */
@Injectable()
export class CompareService {
  constructor(@Inject(RunsService) private readonly runs: RunsService) {}

  /** @throws ProblemError 400 on a wrong count or baseline, 404 on an unknown run, 409 on one without a result. */
  async compare(caller: Caller, query: CompareQuery): Promise<Comparison> {
    const ids = query.runs.split(',');
    const baseline = baselineOf(ids, query);
    const results: ExperimentResult[] = [];
    for (const [place, id] of ids.entries()) results.push(await this.resultOf(caller, id, place + 1));
    const { runs, metrics, ...comparison } = compareResults(results, baseline);
    return {
      ...comparison,
      runs: runs.map((run, position) => ({ ...run, run: ids[position] ?? '' })),
      metrics: metrics.filter(({ verdict }) => !query.diff || verdict.some((one) => one !== 'same')),
    };
  }

  private async resultOf(caller: Caller, id: string, place: number): Promise<ExperimentResult> {
    const run = await this.runs.lookUp(caller, id);
    if (run === null) {
      const message = `There is no run of id number ${place} in \`runs\`.`;
      throw problem(404, 'not-found', 'Not found', message, 'Use ids that GET /v1/runs lists.');
    }
    const result = await this.runs.result(run);
    if (result !== null) return result;
    const message = `Run ${id} must have succeeded to be compared (got ${run.state}).`;
    throw problem(409, 'no-result', 'A run has no result', message, 'Compare runs that succeeded.');
  }
}

/** Position of the baseline among the runs. */
function baselineOf(ids: readonly string[], { baseline }: CompareQuery): number {
  const issues = new IssueList();
  const { length } = ids;
  issues
    .at('query')
    .at('runs')
    .require(
      length >= 2 && length <= MAX_RUNS,
      'wrong-count',
      `runs must be 2 to ${MAX_RUNS} ids, separated by commas (got ${length}).`,
      `Use 2 to ${MAX_RUNS} ids.`,
    );
  const index = baseline === undefined ? 0 : ids.indexOf(baseline);
  issues
    .at('query')
    .at('baseline')
    .require(
      index >= 0,
      'unknown-choice',
      `baseline must be one of the runs (got ${shown(baseline)}).`,
      'Use one of the runs, or leave it out for the first.',
    );
  if (issues.issues.length > 0) throw badRequest(issues.issues);
  return index;
}

const problem = (status: number, code: string, title: string, message: string, hint: string): ProblemError =>
  new ProblemError(status, code, title, message, [{ path: '/query/runs', code, message, hint }]);
