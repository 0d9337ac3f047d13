/**
 * Logs that Redis is unreachable, and that it is reachable again: a line for every attempt would bury the
 * rest of the log.
 */
import { type Redis } from 'ioredis';
import { type DispatchLog } from '../../dispatch-log.js';

export class OutageLog {
  /** What was logged since Redis became unreachable. */
  private readonly logged = new Set<string>();

  constructor(
    private readonly connection: Pick<Redis, 'on' | 'status'>,
    private readonly log: DispatchLog,
  ) {
    connection.on('error', (error) => this.once(error, 'Redis is not reachable'));
    connection.on('ready', () => this.back());
  }

  /**
   * What could not be done: once while Redis is away, each time when it is there and so is not the reason.
   */
  failed(error: Error, what: string): void {
    if (this.connection.status === 'ready') this.log.warn({ reason: error.message }, what);
    else this.once(error, what);
  }

  private once(error: Error, what: string): void {
    if (this.logged.has(what)) return;
    this.logged.add(what);
    this.log.warn({ reason: error.message }, what);
  }

  private back(): void {
    if (this.logged.size === 0) return;
    this.logged.clear();
    this.log.info({}, 'Redis is reachable again');
  }
}
