import { Inject, Injectable } from '@nestjs/common';
import { InvalidDocumentError } from '@railyard/base';
import { type PriceList } from '@railyard/cluster';
import {
  type ExperimentResult,
  type PreparedExperiment,
  experimentFromPreset,
  prepareExperiment,
  priceListOf,
} from '@railyard/experiments';
import { type ArtifactName, type Report, type ReportFormat, runsOf } from '@railyard/reports';
import { type RunEntity } from '@railyard/database';
import { ProblemError, invalidDocument } from '../common/index.js';
import { RunSubmissionService, RunsService } from '../runs/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { type ReproductionTask } from './reproduction.worker.js';

const WORKER = new URL('./reproduction.worker.js', import.meta.url);

type Reproduced = { readonly report: Report } | { readonly runs: readonly RunEntity[] };

/** Tables and figures of the paper: the runs that they show are stored, the rest is computed on the spot. */
@Injectable()
export class ReproductionsService {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(RunSubmissionService) private readonly submissions: RunSubmissionService,
    @Inject(ComputeThreads) private readonly threads: ComputeThreads,
  ) {}

  /**
   * The report, or the runs that it waits for.
   * @throws ProblemError 422 on prices that are wrong or not read, 429
   */
  async reproduce(client: WaitingClient, artifact: ArtifactName, prices?: object): Promise<Reproduced> {
    if (prices !== undefined && artifact !== 'table3') throw pricesUnread(artifact);
    const priced = prices === undefined ? {} : { prices: pricesIn(prices) };
    const needed = runsShown(artifact);
    const results = await this.stored(client, needed);
    if (results === null) {
      const submitted = await this.submissions.submitMany(
        client.tenant,
        needed.map(({ prepared }) => prepared),
      );
      return { runs: submitted.map(({ run }) => run) };
    }
    const task: ReproductionTask = { artifact, results, ...priced };
    return { report: await this.threads.run<Report>(client, WORKER, task) };
  }

  /** The report as a file. @throws ProblemError 404 where a run that it shows has no result, 429 */
  async file(
    client: WaitingClient,
    artifact: ArtifactName,
    format: ReportFormat,
  ): Promise<string | Uint8Array> {
    const results = await this.stored(client, runsShown(artifact));
    if (results === null) throw notComputed(artifact);
    const task: ReproductionTask = { artifact, results, format };
    return this.threads.run<string | Uint8Array>(client, WORKER, task);
  }

  /** Results by preset; null where one is missing. */
  private async stored(
    client: WaitingClient,
    needed: readonly ShownRun[],
  ): Promise<Readonly<Record<string, ExperimentResult>> | null> {
    const results: Record<string, ExperimentResult> = {};
    for (const { preset, prepared } of needed) {
      const result = await this.runs.resultOfExperiment(client, prepared.id);
      if (result === null) return null;
      results[preset] = result;
    }
    return results;
  }
}

interface ShownRun {
  readonly preset: string;
  readonly prepared: PreparedExperiment;
}

const runsShown = (artifact: ArtifactName): readonly ShownRun[] =>
  runsOf(artifact).map((preset) => ({ preset, prepared: prepareExperiment(experimentFromPreset(preset)) }));

function notComputed(artifact: ArtifactName): ProblemError {
  const message = `The report of ${artifact} must have the results of its runs.`;
  const hint = `Use POST /v1/reproductions/${artifact} to compute them.`;
  return new ProblemError(404, 'not-computed', 'The runs of this report are missing', message, [
    { path: '', code: 'not-computed', message, hint },
  ]);
}

/** Issues of the document stand under the key that holds it. */
function pricesIn(document: unknown): PriceList {
  try {
    return priceListOf(document);
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    throw new InvalidDocumentError(error.issues.map((issue) => ({ ...issue, path: `/prices${issue.path}` })));
  }
}

const pricesUnread = (artifact: ArtifactName): Error =>
  invalidDocument([
    {
      path: '/prices',
      code: 'not-applicable',
      message: `prices must be left out for ${artifact}, which does not read them.`,
      hint: 'Remove them, or ask for table3.',
    },
  ]);
