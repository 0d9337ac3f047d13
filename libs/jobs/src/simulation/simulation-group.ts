/** Follows a group of runs on its thread: which run the thread is at, and what ends the thread early. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { elementAt } from '@railyard/base';
import { type FailureCode } from '@railyard/database';
import { firstLine } from './first-line.js';
import {
  type GroupMessage,
  type SimulationInput,
  type SimulationOutput,
  type SimulationProgress,
} from './simulation-protocol.js';

export type SimulationEnd =
  | { readonly kind: 'output'; readonly output: SimulationOutput }
  /** Through its own doing: it crashed or exceeded a limit. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
  | { readonly kind: 'aborted' };

export interface SimulationJob extends SimulationInput {
  readonly signal: AbortSignal;
  onProgress(progress: SimulationProgress): void;
  onEnd(end: SimulationEnd): void;
}

/** Why the thread was stopped: for the sake of the run at this index, which took too long or was aborted. */
interface Stop {
  readonly index: number;
  readonly timedOut: boolean;
}

export class SimulationGroup {
  private readonly abortion = new AbortController();
  private port: MessagePort | null = null;
  private clock: NodeJS.Timeout | null = null;
  /** Runs that ended; the next is the one that the thread is at. */
  private ended = 0;
  private stopped: Stop | null = null;
  private readonly unsubscribe: readonly (() => void)[];

  constructor(
    private readonly jobs: readonly SimulationJob[],
    private readonly timeoutMs: number,
  ) {
    this.unsubscribe = jobs.map(({ signal }, index) => {
      const onAbort = (): void => {
        if (index === this.ended) this.stop(false);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      return () => signal.removeEventListener('abort', onAbort);
    });
  }

  /** Aborts when the thread must be stopped. */
  get signal(): AbortSignal {
    return this.abortion.signal;
  }

  listen(port: MessagePort): void {
    this.port = port;
    port.on('message', (message: GroupMessage) => this.receive(message));
    this.startClock();
  }

  /** The thread is done. @returns the jobs that it did not come to: the last ones. */
  remaining(): readonly SimulationJob[] {
    this.receiveQueued();
    return this.jobs.slice(this.ended);
  }

  /**
   * The thread died: of the run that it was at, unless it was stopped for one that had ended by then.
   * @returns the jobs that it did not come to: the last ones.
   */
  remainingAfterDeath(failure: (timedOut: boolean) => SimulationEnd): readonly SimulationJob[] {
    this.receiveQueued();
    const job = this.jobs.at(this.ended);
    if (job === undefined || (this.stopped !== null && this.stopped.index < this.ended))
      return this.jobs.slice(this.ended);
    const timedOut = this.stopped?.timedOut === true;
    job.onEnd(job.signal.aborted && !timedOut ? { kind: 'aborted' } : failure(timedOut));
    return this.jobs.slice(this.ended + 1);
  }

  close(): void {
    if (this.clock !== null) clearTimeout(this.clock);
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    this.port?.close();
  }

  private receive(message: GroupMessage): void {
    const job = elementAt(this.jobs, message.index);
    if (message.kind === 'progress') {
      job.onProgress(message.progress);
      return;
    }
    this.ended = message.index + 1;
    job.onEnd(
      message.kind === 'output'
        ? { kind: 'output', output: message.output }
        : { kind: 'failed', code: 'crashed', message: firstLine(message.message) },
    );
    if (this.jobs.at(this.ended)?.signal.aborted === true) this.stop(false);
    else this.startClock();
  }

  /** What the thread sent before it ended is received first. */
  private receiveQueued(): void {
    if (this.port === null) return;
    for (
      let received = receiveMessageOnPort(this.port);
      received !== undefined;
      received = receiveMessageOnPort(this.port)
    )
      this.receive(received.message as GroupMessage);
  }

  /** The clock of the run that the thread is at. */
  private startClock(): void {
    if (this.clock !== null) clearTimeout(this.clock);
    const { ended } = this;
    this.clock = setTimeout(() => {
      this.receiveQueued();
      if (this.ended === ended) this.stop(true);
    }, this.timeoutMs);
  }

  private stop(timedOut: boolean): void {
    if (this.stopped !== null) return;
    this.stopped = { index: this.ended, timedOut };
    this.abortion.abort();
  }
}
