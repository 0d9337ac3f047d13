/** Deletes what ended long ago, a batch in each transaction, so that others write in between. */
import { type Database } from '../connection/index.js';
import { deleteSomeEnded, deleteSomeOfSweep, endedSweep } from '../sql/index.js';

export interface Deleted {
  readonly sweeps: number;
  readonly runs: number;
}

export class Retention {
  constructor(private readonly database: Database) {}

  /**
   * Sweeps whose last run ended before a time, and runs that did and stand in no sweep that stays; with them
   * the results that no run names any more.
   * @param goesOn asked before each batch.
   */
  async deleteEnded(beforeMs: number, goesOn: () => boolean = () => true): Promise<Deleted> {
    let sweeps = 0;
    let runs = 0;
    while (goesOn()) {
      const part = await this.database.write(async (session) => {
        const id = await endedSweep(session, beforeMs);
        return id === undefined ? null : deleteSomeOfSweep(session, id);
      });
      if (part === null) break;
      runs += part.runs;
      if (part.isWhole) sweeps += 1;
    }
    while (goesOn()) {
      const deleted = await this.database.write((session) => deleteSomeEnded(session, beforeMs));
      if (deleted === 0) break;
      runs += deleted;
    }
    return { sweeps, runs };
  }
}
