import { Inject, Injectable } from '@nestjs/common';
import { type ExperimentDocument, type ExperimentResult, type RecordRequest } from '@railyard/experiments';
import { type Caller, RUN_ID_PATTERN, type RunEntity } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { encodeCursor, notFound, pageOf, refusal } from '../common/index.js';
import { type WaitingClient } from '../threads/index.js';
import { RunPage, RunsOverview } from './dto/run-answers.dto.js';
import { RunListQuery, sortOf } from './dto/run-list.query.dto.js';
import { RUNS_ARE_LISTED } from './dto/run-params.dto.js';
import { runView } from './dto/run-view.dto.js';
import { type ReportTask } from './report.worker.js';
import { RunTracesService } from './run-traces.service.js';

/** A caller's runs and what they came to. */
@Injectable()
export class RunsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(RunTracesService) private readonly traces: RunTracesService,
  ) {}

  async list({ tenant }: Caller, query: RunListQuery): Promise<RunPage> {
    const { limit, cursor, state, name, experimentId } = query;
    const { sort, descending } = sortOf(query.sort) ?? { sort: 'createdAtMs' as const, descending: true };
    const rows = await this.storage.records.runs.page({
      tenant,
      sort,
      descending,
      limit: limit + 1,
      ...(state === undefined ? {} : { states: [...state] }),
      ...(name === undefined ? {} : { name }),
      ...(experimentId === undefined ? {} : { experimentId }),
      ...(cursor?.type === 'number' ? { after: cursor } : {}),
    });
    return pageOf(rows, limit, runView, (last) => encodeCursor(query.sort, last[sort] ?? -1, last.id));
  }

  async overview({ tenant }: Caller): Promise<RunsOverview> {
    const { runs } = this.storage.records;
    const [states, failures] = await Promise.all([runs.countsByState(tenant), runs.failureGroups(tenant)]);
    return {
      states,
      failures: failures.map(({ failureCode, failureMessage, count, example }) => ({
        code: failureCode,
        message: failureMessage,
        count: Number(count),
        example: `/v1/runs/${example}`,
      })),
    };
  }

  /** Null when the caller has no such run. */
  async lookUp({ tenant }: Caller, id: string): Promise<RunEntity | null> {
    return RUN_ID_PATTERN.test(id) ? this.storage.records.runs.find(tenant, id) : null;
  }

  /** @throws ProblemError 404 */
  async find(caller: Caller, id: string): Promise<RunEntity> {
    const run = await this.lookUp(caller, id);
    if (run === null) throw unknownRun();
    return run;
  }

  /** @throws ProblemError 404, and 409 when the run has not succeeded. */
  async findSucceeded(caller: Caller, id: string): Promise<RunEntity> {
    const run = await this.find(caller, id);
    if (run.state === 'succeeded') return run;
    throw refusal(
      409,
      'no-result',
      'The run has no result',
      `A run must have succeeded to have a result (got ${run.state}).`,
      run.finishedAtMs === null
        ? `Follow GET /v1/runs/${id}/events until it has ended.`
        : `Use POST /v1/runs/${id}/retry to run it again.`,
    );
  }

  /** A run with a step, of which there is a timeline. @throws ProblemError 404, 409 */
  async findStep(caller: Caller, id: string): Promise<RunEntity> {
    const run = await this.findSucceeded(caller, id);
    const { kind } = JSON.parse(await this.storage.records.runs.document(run.experimentId)) as {
      readonly kind: string;
    };
    if (kind === 'Experiment') return run;
    throw refusal(
      409,
      'no-step',
      'The run is no training step',
      `A run must be of an Experiment to have a timeline (got ${kind}).`,
      `Use GET /v1/runs/${id}/result.`,
    );
  }

  /** The stored bytes of the result, as text; null without one. */
  async resultText({ state, experimentId }: RunEntity): Promise<string | null> {
    if (state !== 'succeeded') return null;
    const bytes = await this.storage.records.artifacts.read(experimentId, 'result');
    return bytes === null ? null : bytes.toString('utf8');
  }

  async result(run: RunEntity): Promise<ExperimentResult | null> {
    const text = await this.resultText(run);
    return text === null ? null : (JSON.parse(text) as ExperimentResult);
  }

  /** The result of the caller's run that answers for an experiment; null when there is none. */
  async resultOfExperiment({ tenant }: Caller, experimentId: string): Promise<ExperimentResult | null> {
    const run = await this.storage.records.runs.findLive(tenant, experimentId);
    return run === null ? null : this.result(run);
  }

  /** Chrome trace as JSON text. */
  async traceText(client: WaitingClient, { experimentId }: RunEntity, kept: RecordRequest): Promise<string> {
    const document = JSON.parse(await this.storage.records.runs.document(experimentId)) as ExperimentDocument;
    return (await this.traces.traceOf(client, { id: experimentId, document }, kept)).toString('utf8');
  }

  /** @throws ProblemError 404, and 409 when it has not ended or a sweep names it. */
  async delete({ tenant }: Caller, id: string): Promise<void> {
    switch (await this.storage.records.runs.delete(tenant, id)) {
      case 'deleted':
        return;
      case 'unknown':
        throw unknownRun();
      case 'not-ended':
        throw refusal(
          409,
          'not-ended',
          'The run has not ended',
          'A run must have ended to be deleted.',
          `Use POST /v1/runs/${id}/cancel first.`,
        );
      case 'in-sweep':
        throw refusal(
          409,
          'in-sweep',
          'A sweep names the run',
          'A run must be a point of no sweep to be deleted by itself.',
          'Use DELETE /v1/sweeps/{id} to delete the sweep with its runs.',
        );
    }
  }

  /** The run as a page to hand on. */
  async report(
    client: WaitingClient,
    run: RunEntity,
    format: ReportTask['format'],
  ): Promise<string | Uint8Array> {
    return this.traces.report(client, { resultText: String(await this.resultText(run)), format });
  }

  /** A run that has ended stays as it is. @throws ProblemError 404 */
  async cancel({ tenant }: Caller, id: string): Promise<RunEntity> {
    const run = await this.dispatcher.cancel(tenant, id);
    if (run === null) throw unknownRun();
    return run;
  }
}

const unknownRun = (): Error => notFound('run of that id', RUNS_ARE_LISTED);
