import { Inject, Injectable } from '@nestjs/common';
import { type RunEntity, TERMINAL_EVENTS } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { type FastifyReply } from 'fastify';
import { RunHistory } from './dto/run-answers.dto.js';
import { MAX_PAGE } from './dto/run-list.query.dto.js';
import { RunEventStreams } from './run-event-streams.js';

/** Events of a run, as a stream or by polling. */
@Injectable()
export class RunEventsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(RunEventStreams) private readonly streams: RunEventStreams,
  ) {}

  /** Answers with every event after a number; 204 when the last one has been seen. */
  follow(reply: FastifyReply, run: RunEntity, after: number): void {
    // A client that has seen the end must not connect for ever.
    if (run.finishedAtMs !== null && after >= run.lastEvent) void reply.status(204).send();
    else this.streams.start(reply, run.id, after);
  }

  async history(run: RunEntity, after: number): Promise<RunHistory> {
    const events = await this.storage.records.runs.eventsAfter(run.id, after, MAX_PAGE);
    return {
      items: events.map(({ number, type, atMs, data }) => ({
        number,
        type,
        at: new Date(atMs).toISOString(),
        ...data,
      })),
      ended:
        events.some(({ type }) => TERMINAL_EVENTS.includes(type)) ||
        (events.length === 0 && run.finishedAtMs !== null),
    };
  }
}
