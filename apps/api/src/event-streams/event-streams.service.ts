/**
 * Server-sent events: with a heartbeat, ended with what they tell of, the client or the server. A client
 * resumes by the id of the last frame that it saw.
 */
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is disconnected at this backlog; it resumes where it was. */
const MAX_BUFFERED_BYTES = 1_000_000;

export interface Frame {
  readonly id: string | number;
  readonly event: string;
  readonly data: unknown;
  /** Nothing comes after it. */
  readonly isLast: boolean;
}

@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<() => void>();

  get count(): number {
    return this.open.size;
  }

  /**
   * Takes the reply over.
   * @param follow hands over frames, and null when there is nothing to tell of any more, until what it
   * returns is called.
   */
  start(reply: FastifyReply, follow: (write: (frame: Frame | null) => void) => () => void): void {
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
      // Nothing would ever be written to it until the end.
      raw.end();
      return;
    }
    raw.write('retry: 1000\n\n');
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    let stopFollowing = (): void => undefined;
    const close = (): void => {
      if (!this.open.delete(close)) return;
      clearInterval(heartbeat);
      stopFollowing();
      raw.end();
    };
    this.open.add(close);
    raw.on('close', close);
    raw.on('error', close);
    stopFollowing = follow((frame) => {
      if (frame !== null) raw.write(textOf(frame));
      if (frame === null || frame.isLast) close();
      else if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
    });
  }

  /** The server stops: clients connect again and resume. */
  onModuleDestroy(): void {
    for (const close of [...this.open]) close();
  }
}

const textOf = ({ id, event, data }: Frame): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
