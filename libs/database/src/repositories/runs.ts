/** Reading runs, and ending one at its owner's wish. */
import { In, type Repository } from 'typeorm';
import { type Database } from '../connection/index.js';
import { ExperimentEntity, RunEntity, type RunState } from '../entities/index.js';
import {
  type RunEvent,
  type RunTotals,
  cancelRuns,
  deleteRuns,
  eventsAfter,
  isPoint,
  runTotals,
} from '../sql/index.js';
import { selectColumns } from './plain-rows.js';

/** What a list may be sorted by. A run without the figure counts as -1. */
export const RUN_SORTS = [
  'createdAtMs',
  'finishedAtMs',
  'stepTimeS',
  'tokensPerDayB',
  'mfuCausal',
  'peakMemoryGB',
  'ettr',
  'goodput',
] as const;
export type RunSort = (typeof RUN_SORTS)[number];

/** Text that stands for itself in a pattern of LIKE, `!` being the mark before what else would not. */
const likeText = (text: string): string => text.replace(/[!%_]/g, '!$&');

export interface RunPageQuery {
  readonly tenant: string;
  readonly states?: readonly RunState[];
  readonly experimentId?: string;
  /** A part of it, in upper or lower case. */
  readonly name?: string;
  readonly sort: RunSort;
  readonly descending: boolean;
  /** Position of the last row that was seen. */
  readonly after?: { readonly value: number; readonly id: string };
  readonly limit: number;
}

/** Failed runs that failed of the same. */
export interface FailureGroup {
  readonly failureCode: string;
  readonly failureMessage: string;
  readonly count: number;
  /** The latest of the runs. */
  readonly example: string;
}

/** in-sweep: a sweep names it, and is deleted as a whole. */
export type Deletion = 'deleted' | 'unknown' | 'not-ended' | 'in-sweep';

const MOST_GROUPS = 50;

export class Runs {
  constructor(private readonly database: Database) {}

  find(tenant: string, id: string): Promise<RunEntity | null> {
    return this.runs.findOneBy({ id, tenant });
  }

  /** The run that answers for an experiment, if there is one that did not fail. */
  findLive(tenant: string, experimentId: string): Promise<RunEntity | null> {
    return this.runs.findOneBy({ liveKey: `${tenant}/${experimentId}` });
  }

  /** Canonical JSON of the resolved document. */
  async document(experimentId: string): Promise<string> {
    return (await this.experiment(experimentId)).document;
  }

  /** Of the engine that an experiment was resolved for. */
  async engineVersion(experimentId: string): Promise<string> {
    return (await this.experiment(experimentId)).engineVersion;
  }

  private experiment(id: string): Promise<ExperimentEntity> {
    return this.database.read.manager.getRepository(ExperimentEntity).findOneByOrFail({ id });
  }

  page({
    tenant,
    states,
    experimentId,
    name,
    sort,
    descending,
    after,
    limit,
  }: RunPageQuery): Promise<RunEntity[]> {
    const key = sort === 'createdAtMs' ? 'run.createdAtMs' : `COALESCE(run.${sort}, -1)`;
    const direction = descending ? 'DESC' : 'ASC';
    const query = this.runs.createQueryBuilder('run').where({
      tenant,
      ...(states === undefined ? {} : { state: In([...states]) }),
      ...(experimentId === undefined ? {} : { experimentId }),
    });
    if (name !== undefined)
      query.andWhere(`LOWER(run.name) LIKE :part ESCAPE '!'`, { part: `%${likeText(name.toLowerCase())}%` });
    if (after !== undefined)
      query.andWhere(`(${key}, run.id) ${descending ? '<' : '>'} (:value, :id)`, {
        value: after.value,
        id: after.id,
      });
    return selectColumns(query)
      .orderBy(key, direction)
      .addOrderBy('run.id', direction)
      .limit(limit)
      .getRawMany<RunEntity>();
  }

  /** Events of a run after a number, in order. */
  eventsAfter(runId: string, number: number, limit: number): Promise<RunEvent[]> {
    return eventsAfter(this.database.read, runId, number, limit);
  }

  async countsByState(tenant: string): Promise<Record<RunState, number>> {
    const rows = await this.runs
      .createQueryBuilder('run')
      .select('run.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where({ tenant })
      .groupBy('run.state')
      .getRawMany<{ state: RunState; count: number }>();
    const counts: Record<RunState, number> = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }

  /** Most frequent first. */
  failureGroups(tenant: string): Promise<FailureGroup[]> {
    return this.runs
      .createQueryBuilder('run')
      .select('run.failureCode', 'failureCode')
      .addSelect('run.failureMessage', 'failureMessage')
      .addSelect('COUNT(*)', 'count')
      .addSelect('MAX(run.id)', 'example')
      .where({ tenant, state: 'failed' })
      .groupBy('run.failureCode')
      .addGroupBy('run.failureMessage')
      .orderBy('COUNT(*)', 'DESC')
      .addOrderBy('MAX(run.id)', 'DESC')
      .limit(MOST_GROUPS)
      .getRawMany<FailureGroup>();
  }

  /**
   * Ends a run that has not ended.
   * @returns the run as it is now, or null when there is none.
   */
  cancel(tenant: string, id: string): Promise<RunEntity | null> {
    return this.database.write(async (session) => {
      const runs = session.manager.getRepository(RunEntity);
      const run = await runs.findOneBy({ id, tenant });
      if (run === null || (await cancelRuns(session, [id])) === 0) return run;
      return runs.findOneByOrFail({ id });
    });
  }

  /** Deletes a run that has ended, and its result unless another run names it. */
  delete(tenant: string, id: string): Promise<Deletion> {
    return this.database.write(async (session) => {
      const run = await session.manager.getRepository(RunEntity).findOneBy({ id, tenant });
      if (run === null) return 'unknown';
      if (run.finishedAtMs === null) return 'not-ended';
      if (await isPoint(session, id)) return 'in-sweep';
      await deleteRuns(session, [id]);
      return 'deleted';
    });
  }

  /** What became of the runs of every process since the database was made. */
  totals(): Promise<RunTotals> {
    return runTotals(this.database.read);
  }

  private get runs(): Repository<RunEntity> {
    return this.database.read.manager.getRepository(RunEntity);
  }
}
