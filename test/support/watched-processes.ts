/**
 * Processes of a long experiment: what each logs and how it ends lies in a file that outlives the experiment,
 * and none may end that was not asked to.
 */
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Started, start } from './processes.js';

/** Of each log, in the report of a failure. */
const TAIL_CHARACTERS = 3000;

export class WatchedProcesses {
  readonly folder: string;
  private count = 0;
  private readonly started: { readonly name: string; readonly one: Started; wasAsked: boolean }[] = [];
  private readonly unasked: Promise<never>;
  private fail: (error: Error) => void = () => undefined;

  /** @param parent of the folder of the logs. */
  constructor(parent = tmpdir()) {
    this.folder = mkdtempSync(join(parent, 'railyard-soak-'));
    this.unasked = new Promise<never>((_resolve, reject) => (this.fail = reject));
    // Seen by `during`; between two experiments nobody waits for it.
    this.unasked.catch(() => undefined);
  }

  async start(...[app, settings]: Parameters<typeof start>): Promise<Started> {
    const name = `${app}-${(this.count += 1)}`;
    const append = (text: string | Buffer): void => appendFileSync(join(this.folder, `${name}.log`), text);
    const entry = { name, one: await start(app, settings, append), wasAsked: false };
    this.started.push(entry);
    const { one } = entry;
    void one.ended.then(({ code, signal }) => {
      const how = `${name} (process ${one.process.pid}) ended with code ${code}, signal ${signal}`;
      append(`${how}${entry.wasAsked ? '' : ', unasked'}\n`);
      if (!entry.wasAsked) this.fail(new Error(`${how}, although nothing asked it to.`));
    });
    const end = (signal: NodeJS.Signals): ReturnType<Started['end']> => {
      entry.wasAsked = true;
      return one.end(signal);
    };
    return { ...one, end };
  }

  /**
   * What the work gives. Rejects as soon as a process ends unasked, or the work fails, with the last lines of
   * every log; no process is left then.
   */
  async during<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await Promise.race([work, this.unasked]);
    } catch (error) {
      // The work may fail later too, for want of its processes.
      work.catch(() => undefined);
      // The last lines are still on their way.
      await new Promise((done) => setTimeout(done, 200));
      const tails = this.started.map(({ name, one }) => `${name}: ...${one.log().slice(-TAIL_CHARACTERS)}`);
      for (const entry of this.started) {
        entry.wasAsked = true;
        entry.one.process.kill('SIGKILL');
      }
      throw new Error(`${(error as Error).message}\nLogs: ${this.folder}\n${tails.join('\n')}`, {
        cause: error,
      });
    }
  }
}
