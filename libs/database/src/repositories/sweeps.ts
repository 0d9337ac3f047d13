/** Sweeps: accepted batch by batch, read through their runs, ended and retried as a whole. */
import { elementAt } from '@railyard/base';
import { In, type Repository, type SelectQueryBuilder } from 'typeorm';
import { type Database, isUniqueViolation } from '../connection/index.js';
import {
  ARTIFACT_TABLE,
  RunEntity,
  type RunState,
  SweepEntity,
  SweepRunEntity,
  type SweepState,
} from '../entities/index.js';
import { newSweepId } from '../identifiers.js';
import {
  type Claim,
  type Goal,
  type SweepBatch,
  SweepTally,
  cancelSome,
  deleteSomeOfSweep,
  extendSweep,
  madeOf,
  oncePerClaim,
  recordMade,
  retrySome,
} from '../sql/index.js';
import { selectColumns } from './plain-rows.js';

export interface NewSweep {
  readonly tenant: string;
  readonly name: string;
  /** SHA-256 of the document and the engine version: an equal sweep that lives answers. */
  readonly hash: string;
  /** JSON, its keys in the order in which they were written. */
  readonly document: string;
  /** Time after which what is left of it is cancelled. */
  readonly limitMs: number;
}

/** A run with its place in a sweep. */
type SweepMember = RunEntity & {
  readonly position: number;
  /** JSON: dotted path to value. */
  readonly parameters: string;
};

/** With the metrics of its summary once it has succeeded. */
export type ListedMember = SweepMember & { readonly summary: string | null };

/** A run that succeeded, with every metric that its summary has. */
export type ScoredMember = SweepMember & { readonly summary: string };

/** Sweeps whose tallies are kept, those that were asked for last. */
const TALLIES = 32;

/** States in which a sweep may still have something to do. */
export const LIVE_SWEEP_STATES: readonly SweepState[] = ['expanding', 'expanded'];

export class Sweeps {
  private readonly tallies = new Map<string, SweepTally>();

  constructor(private readonly database: Database) {}

  /** @returns the sweep; `created` is false when an equal one lives. @throws ReusedKeyError */
  async create(
    newSweep: NewSweep,
    claim?: Claim,
  ): Promise<{ readonly sweep: SweepEntity; readonly created: boolean }> {
    const { tenant, name, hash, document, limitMs } = newSweep;
    const nowMs = Date.now();
    const liveKey = `${tenant}/${hash}`;
    const sweep: SweepEntity = {
      id: newSweepId(nowMs),
      tenant,
      name,
      state: 'expanding',
      liveKey,
      document,
      plan: null,
      expanded: 0,
      failureMessage: null,
      createdAtMs: nowMs,
      remainingMs: limitMs,
    };
    try {
      return await this.database.write(async (session) => {
        const rows = session.manager.getRepository(SweepEntity);
        const made = await oncePerClaim(session, claim, {
          first: async () => {
            await rows.insert(sweep);
            return sweep;
          },
          nameOf: ({ id }) => id,
          again: (id) => rows.findOneBy({ id }),
        });
        return { sweep: made, created: true };
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const equal = await this.sweeps.findOneBy({ liveKey });
      // Without a row it has ended since, and this one takes its place.
      return equal === null ? this.create(newSweep, claim) : { sweep: equal, created: false };
    }
  }

  find(tenant: string, id: string): Promise<SweepEntity | null> {
    return this.sweeps.findOneBy({ id, tenant });
  }

  /** Newest first. */
  page(
    tenant: string,
    after: { readonly createdAtMs: number; readonly id: string } | undefined,
    limit: number,
  ): Promise<SweepEntity[]> {
    const query = this.sweeps.createQueryBuilder('sweep').where({ tenant });
    if (after !== undefined)
      query.andWhere('(sweep.createdAtMs, sweep.id) < (:createdAtMs, :id)', {
        createdAtMs: after.createdAtMs,
        id: after.id,
      });
    return selectColumns(query)
      .orderBy('sweep.createdAtMs', 'DESC')
      .addOrderBy('sweep.id', 'DESC')
      .limit(limit)
      .getRawMany<SweepEntity>();
  }

  /** Sweeps whose points are not all accepted, oldest first. */
  expanding(): Promise<SweepEntity[]> {
    return this.sweeps.find({ where: { state: 'expanding' }, order: { createdAtMs: 'ASC', id: 'ASC' } });
  }

  countExpanding(tenant: string): Promise<number> {
    return this.sweeps.countBy({ tenant, state: 'expanding' });
  }

  /**
   * Accepts the next points, in one transaction (`extendSweep`).
   * @returns how many are accepted now; null when the sweep accepts no more.
   * @throws OverQuotaError
   */
  extend(id: string, batch: SweepBatch): Promise<number | null> {
    return this.database.write((session) => extendSweep(session, id, batch));
  }

  /** It cannot be expanded. Accepted runs end as with a cancel: nobody could end them afterwards. */
  async fail(id: string, message: string): Promise<void> {
    if (await this.end(id, 'failed', ['expanding'], message)) await this.endRuns(id);
  }

  /** How far a sweep is now, and how its runs compare by these goals. */
  async tally(
    { id, expanded }: Pick<SweepEntity, 'id' | 'expanded'>,
    goals: readonly [Goal, Goal],
  ): Promise<SweepTally> {
    const key = `${id} ${goals.map(({ metric, goal }) => `${goal} ${metric}`).join(' ')}`;
    const tally = this.tallies.get(key) ?? new SweepTally(this.database.read, id, goals);
    this.tallies.delete(key);
    this.tallies.set(key, tally);
    const [oldest] = this.tallies.keys();
    if (this.tallies.size > TALLIES && oldest !== undefined) this.tallies.delete(oldest);
    await tally.refresh(expanded);
    return tally;
  }

  /** Runs in the order of the document, after a position. */
  runs(
    id: string,
    query: { readonly states?: readonly RunState[]; readonly after: number; readonly limit: number },
  ): Promise<ListedMember[]> {
    const { states, after, limit } = query;
    const members = this.members(id)
      .leftJoin(ARTIFACT_TABLE, 'result', `${RESULT_OF_RUN} AND run.state = 'succeeded'`)
      .andWhere('point.position > :after', { after });
    if (states !== undefined) members.andWhere('run.state IN (:...states)', { states });
    return members.orderBy('point.position').limit(limit).getRawMany<ListedMember>();
  }

  /** Runs at these positions that succeeded, in this order. */
  async scored(id: string, positions: readonly number[]): Promise<ScoredMember[]> {
    if (positions.length === 0) return [];
    const rows = await this.members(id)
      .innerJoin(ARTIFACT_TABLE, 'result', RESULT_OF_RUN)
      .andWhere('point.position IN (:...positions)', { positions })
      .getRawMany<ScoredMember>();
    const byPosition = new Map(rows.map((row) => [row.position, row]));
    return positions.map((position) => byPosition.get(position)).filter((row) => row !== undefined);
  }

  /**
   * Ends the sweep and every run that was made for it, unless another sweep that lives wants it. @returns
   * false when it had ended before.
   */
  async cancel(id: string, reason: string | null = null): Promise<boolean> {
    const ended = await this.end(id, 'cancelled', LIVE_SWEEP_STATES, reason);
    await this.endRuns(id);
    return ended;
  }

  /**
   * Runs what failed again; what succeeded stays. A request that is repeated after a kill goes on after the
   * last point that it retried.
   * @returns how many points have a new run.
   */
  async retryFailed(id: string, limitMs: number, claim?: Claim): Promise<number> {
    const made = claim === undefined ? null : await madeOf(this.database.read, claim);
    let [last = -1, retried = 0] = made === null ? [] : made.split(' ').map(Number);
    for (;;) {
      const [after, before] = [last, retried];
      const failed = await this.database.write(async (session) => {
        const positions = await retrySome(session, id, after, limitMs);
        if (claim !== undefined && positions.length > 0)
          await recordMade(session, claim, `${positions.at(-1)} ${before + positions.length}`);
        return positions;
      });
      if (failed.length === 0) return retried;
      retried += failed.length;
      last = elementAt(failed, failed.length - 1);
    }
  }

  /**
   * Deletes a sweep that has ended, with the runs that were made for it and stand in no other. What a process
   * that dies leaves is ended, and is deleted by asking again.
   */
  async delete(id: string): Promise<void> {
    await this.end(id, 'cancelled', LIVE_SWEEP_STATES, 'It was deleted.');
    while (!(await this.database.write((session) => deleteSomeOfSweep(session, id))).isWhole);
  }

  private get sweeps(): Repository<SweepEntity> {
    return this.database.read.manager.getRepository(SweepEntity);
  }

  /** The points of a sweep with their runs; the caller joins `result`, the artifact with the summary. */
  private members(id: string): SelectQueryBuilder<SweepRunEntity> {
    const points = this.database.read.manager
      .createQueryBuilder(SweepRunEntity, 'point')
      .innerJoin(RunEntity, 'run', 'run.id = point.runId')
      .where({ sweepId: id });
    return selectColumns(points, 'run')
      .addSelect('point.position', 'position')
      .addSelect('point.parameters', 'parameters')
      .addSelect('result.summary', 'summary');
  }

  /** @returns whether the sweep was in one of these states. */
  private async end(
    id: string,
    state: SweepState,
    from: readonly SweepState[],
    failureMessage: string | null,
  ): Promise<boolean> {
    const { affected } = await this.database.write(({ manager }) =>
      manager
        .getRepository(SweepEntity)
        .update({ id, state: In([...from]) }, { state, liveKey: null, remainingMs: null, failureMessage }),
    );
    return affected === 1;
  }

  private async endRuns(id: string): Promise<void> {
    while ((await this.database.write((session) => cancelSome(session, id))) > 0);
  }
}

const RESULT_OF_RUN = `result.experimentId = run.experimentId AND result.kind = 'result'`;
