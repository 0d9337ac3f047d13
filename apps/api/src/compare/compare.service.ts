import { Inject, Injectable } from '@nestjs/common';
import { type Comparison, type ExperimentResult, compareResults } from '@railyard/experiments';
import { type Caller } from '@railyard/database';
import { ProblemError } from '../common/index.js';
import { RunsService } from '../runs/index.js';
import { CompareQuery } from './dto/compare.query.dto.js';

/** What differs between runs, in their inputs and in their metrics. */
@Injectable()
export class CompareService {
  constructor(@Inject(RunsService) private readonly runs: RunsService) {}

  /** @throws ProblemError 404 on an unknown run, 409 on one without a result. */
  async compare(caller: Caller, query: CompareQuery): Promise<Comparison> {
    const { ids } = query;
    const baseline = query.baseline === undefined ? 0 : ids.indexOf(query.baseline);
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
    if (result !== null) {
      if (result.document.kind === 'Experiment') return result;
      const message = `Run ${id} must be of an Experiment to be compared.`;
      throw problem(409, 'no-step', 'A run is no training step', message, 'Compare runs of experiments.');
    }
    const message = `Run ${id} must have succeeded to be compared (got ${run.state}).`;
    throw problem(409, 'no-result', 'A run has no result', message, 'Compare runs that succeeded.');
  }
}

const problem = (status: number, code: string, title: string, message: string, hint: string): ProblemError =>
  new ProblemError(status, code, title, message, [{ path: '/query/runs', code, message, hint }]);
