/**
 * Server-sent events of runs: numbered, resumable by Last-Event-ID, with a heartbeat, ended with the run, the
 * client or the server.
 */
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type RunEvent, TERMINAL_EVENTS } from '@railyard/database';
import { type JobDispatcher } from '@railyard/jobs';
import { DISPATCHER } from '@railyard/service';
import { type FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is disconnected at this backlog; it resumes where it was. */
const MAX_BUFFERED_BYTES = 1_000_000;

@Injectable()
export class RunEventStreams implements OnModuleDestroy {
  private readonly open = new Set<() => void>();

  constructor(@Inject(DISPATCHER) private readonly dispatcher: JobDispatcher) {}

  get count(): number {
    return this.open.size;
  }

  /** Takes the reply over and writes every event of the run after a number. */
  start(reply: FastifyReply, runId: string, after: number): void {
    reply.hijack();
    const { raw } = reply;
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    };
    raw.writeHead(200, headers as Record<string, string>);
    if (reply.request.method === 'HEAD') {
      // Nothing would ever be written to it until the run ends.
      raw.end();
      return;
    }
    raw.write('retry: 1000\n\n');
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    let stopObserving = (): void => undefined;
    const close = (): void => {
      if (!this.open.delete(close)) return;
      clearInterval(heartbeat);
      stopObserving();
      raw.end();
    };
    this.open.add(close);
    raw.on('close', close);
    raw.on('error', close);
    stopObserving = this.dispatcher.observe(runId, after, (event) => {
      raw.write(frameOf(event));
      if (TERMINAL_EVENTS.includes(event.type)) close();
      else if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
    });
  }

  /** The server stops: clients connect again and resume. */
  onModuleDestroy(): void {
    for (const close of [...this.open]) close();
  }
}

function frameOf({ number, type, atMs, data }: RunEvent): string {
  return (
    `id: ${number}\nevent: ${type}\ndata: ` +
    `${JSON.stringify({ number, type, at: new Date(atMs).toISOString(), ...data })}\n\n`
  );
}
