import { Inject, Injectable } from '@nestjs/common';
import { type PreparedExperiment, experimentFromPreset, prepareExperiment } from '@railyard/experiments';
import { type Report, runsOf, table4 } from '@railyard/reports';
import { type Caller, type Claim, type RunEntity } from '@railyard/database';
import { ProblemError } from '../common/index.js';
import { RunSubmissionService, RunsService } from '../runs/index.js';

/** Reports from stored results. Reading one never computes; asking for its runs does. */
@Injectable()
export class ReportsService {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(RunSubmissionService) private readonly submissions: RunSubmissionService,
  ) {}

  /** @throws ProblemError 404 when a result is missing. */
  async table4(caller: Caller): Promise<Report> {
    const [mpft, mrft] = await Promise.all(
      foundingCases().map(({ id }) => this.runs.resultOfExperiment(caller, id)),
    );
    if (mpft && mrft) return table4(mpft, mrft);
    const message = 'Table 4 needs the results of both founding cases.';
    throw new ProblemError(404, 'not-computed', 'The runs of this report are missing', message, [
      { path: '', code: 'not-computed', message, hint: 'Use POST /v1/reports/table4 to compute them.' },
    ]);
  }

  /** Runs that answer for the founding cases: new ones, or those that exist. @throws ProblemError 429 */
  async computeTable4({ tenant }: Caller, claim?: Claim): Promise<readonly RunEntity[]> {
    return (await this.submissions.submitMany(tenant, foundingCases(), claim)).map(({ run }) => run);
  }
}

const foundingCases = (): PreparedExperiment[] =>
  runsOf('table4').map((name) => prepareExperiment(experimentFromPreset(name)));
