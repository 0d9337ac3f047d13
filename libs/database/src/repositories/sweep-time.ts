/**
 * What sweeps have left of `limits.minutes`. A process measures it by its monotonic clock from where it first
 * saw a sweep, and notes it in the sweep's row, from which the next process goes on: neither a step of the
 * wall clock nor a restart moves it. While nothing supervises sweeps, their time stands still.
 */
import { In, IsNull, Not, type Repository } from 'typeorm';
import { type Database } from '../connection/index.js';
import { JobEntity, SweepEntity, SweepRunEntity } from '../entities/index.js';
import { LIVE_SWEEP_STATES } from './sweeps.js';

/** By so much a row may lag: what a process that dies gives a sweep on top of its time. */
const NOTED_EACH_MS = 5000;

interface Measured {
  /** Of the row, when it was read last. */
  notedMs: number;
  leftMs: number;
  atMs: number;
}

type TimedSweep = Pick<SweepEntity, 'id' | 'state'> & { readonly remainingMs: number };

export class SweepTime {
  private readonly measured = new Map<string, Measured>();

  constructor(private readonly database: Database) {}

  /**
   * Sweeps whose time is over and that have runs to compute; the limit of the others is removed.
   * @param nowMs of a monotonic clock, the same in all calls.
   */
  async overdue(nowMs: number): Promise<{ readonly id: string }[]> {
    const timed = (await this.sweeps.find({
      select: { id: true, state: true, remainingMs: true },
      where: { state: In([...LIVE_SWEEP_STATES]), remainingMs: Not(IsNull()) },
    })) as TimedSweep[];
    const ids = new Set(timed.map(({ id }) => id));
    for (const id of this.measured.keys()) if (!ids.has(id)) this.measured.delete(id);
    const late: TimedSweep[] = [];
    for (const sweep of timed) {
      const leftMs = this.leftOf(sweep, nowMs);
      if (leftMs <= 0) late.push(sweep);
      else if (sweep.remainingMs - leftMs >= NOTED_EACH_MS) await this.note(sweep, leftMs);
    }
    return this.busyOf(late);
  }

  /** A row with more than before was given a new limit; one with less was measured by another process. */
  private leftOf({ id, remainingMs }: TimedSweep, nowMs: number): number {
    const known = this.measured.get(id);
    const isNew = known === undefined || remainingMs > known.notedMs;
    const leftMs = isNew ? remainingMs : Math.min(remainingMs, known.leftMs - (nowMs - known.atMs));
    this.measured.set(id, { notedMs: remainingMs, leftMs, atMs: nowMs });
    return leftMs;
  }

  /** Nothing where the row was given a new limit meanwhile. */
  private async note({ id, remainingMs }: TimedSweep, leftMs: number): Promise<void> {
    const notedMs = Math.floor(leftMs);
    const { affected } = await this.database.write(({ manager }) =>
      manager.getRepository(SweepEntity).update({ id, remainingMs }, { remainingMs: notedMs }),
    );
    const known = this.measured.get(id);
    if (affected === 1 && known !== undefined) known.notedMs = notedMs;
  }

  private async busyOf(late: readonly TimedSweep[]): Promise<TimedSweep[]> {
    const busy: TimedSweep[] = [];
    for (const sweep of late)
      if (sweep.state === 'expanding' || (await this.hasJobs(sweep.id))) busy.push(sweep);
    const idle = late.filter((sweep) => !busy.includes(sweep)).map(({ id }) => id);
    if (idle.length > 0)
      await this.database.write(({ manager }) =>
        manager.getRepository(SweepEntity).update({ id: In(idle) }, { remainingMs: null }),
      );
    return busy;
  }

  /** Whether one of its runs is still to be computed. */
  private hasJobs(id: string): Promise<boolean> {
    return this.database.read.manager
      .createQueryBuilder(SweepRunEntity, 'point')
      .innerJoin(JobEntity, 'job', 'job.runId = point.runId')
      .where({ sweepId: id })
      .getExists();
  }

  private get sweeps(): Repository<SweepEntity> {
    return this.database.read.manager.getRepository(SweepEntity);
  }
}
