/**
 * Tells the operator that Redis is away, and that it is back: a line for every attempt would bury what else
 * the log has to say.
 */
import { type Redis } from 'ioredis';
import { type DispatchLog } from '../../dispatch-log.js';

export class OutageLog {
  /** What was said since Redis went away. */
  private readonly said = new Set<string>();

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
    if (this.said.has(what)) return;
    this.said.add(what);
    this.log.warn({ reason: error.message }, what);
  }

  private back(): void {
    if (this.said.size === 0) return;
    this.said.clear();
    this.log.info({}, 'Redis is reachable again');
  }
}
