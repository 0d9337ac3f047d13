import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_VERSION, type MetricValues } from '@railyard/experiments';
import { type ReportFormat } from '@railyard/reports';
import { type SweepEntity } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { refusal } from '../common/index.js';
import { ComputeThreads, type WaitingClient } from '../threads/index.js';
import { MAX_POINTS } from './dto/sweep-inputs.dto.js';
import { type SweepReportTask } from './sweep-report.worker.js';
import { memberView, sweepProgress } from './sweep-view.js';

const WORKER = new URL('./sweep-report.worker.js', import.meta.url);

/** Sweeps that have ended as files to hand on. */
@Injectable()
export class SweepReportsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(ComputeThreads) private readonly threads: ComputeThreads,
  ) {}

  /** @throws ProblemError 409 until it has ended, 429 */
  async report(
    client: WaitingClient,
    sweep: SweepEntity,
    format: ReportFormat,
  ): Promise<string | Uint8Array> {
    const { sweeps, runs } = this.storage.records;
    const { state } = await sweepProgress(this.storage, sweep);
    if (state === 'expanding' || state === 'running') throw notEnded(sweep, state);
    const members = await sweeps.runs(sweep.id, { after: -1, limit: MAX_POINTS });
    const [first] = members;
    const task: SweepReportTask = {
      document: sweep.document,
      engineVersion: first === undefined ? ENGINE_VERSION : await runs.engineVersion(first.experimentId),
      points: members.map(memberView).map(({ experimentId: id, parameters, metrics, failure, ...run }) => ({
        id,
        parameters,
        ...(metrics === null
          ? { error: failure ?? endingOf(sweep, run.state) }
          : { metrics: metrics as MetricValues }),
      })),
      format,
    };
    return this.threads.run<string | Uint8Array>(client, WORKER, task);
  }
}

/** A sweep that the service itself ended says why. */
const endingOf = ({ failureMessage }: SweepEntity, state: string) =>
  failureMessage === null
    ? { code: state, message: `The run is ${state}.` }
    : { code: 'timed-out', message: failureMessage };

const notEnded = ({ id }: SweepEntity, state: string): Error =>
  refusal(
    409,
    'not-ended',
    'The sweep has not ended',
    `A sweep must have ended to have a report (got ${state}).`,
    `Follow GET /v1/sweeps/${id}/events until it has ended.`,
  );
