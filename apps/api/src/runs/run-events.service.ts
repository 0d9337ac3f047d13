import { Inject, Injectable } from '@nestjs/common';
import { type RunEntity, type RunEvent, TERMINAL_EVENTS } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { type FastifyReply } from 'fastify';
import { EventStreams } from '../event-streams/index.js';
import { RunHistory } from './dto/run-answers.dto.js';
import { MAX_PAGE } from './dto/run-list.query.dto.js';

/** Events of a run, as a stream or by polling. */
@Injectable()
export class RunEventsService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  /** Answers with every event after a number; 204 when the last one has been seen. */
  follow(reply: FastifyReply, run: RunEntity, after: number): void {
    // A client that has seen the end must not connect for ever.
    if (run.finishedAtMs !== null && after >= run.lastEvent) void reply.status(204).send();
    else
      this.streams.start(reply, (write) =>
        this.dispatcher.observe(run.id, after, (event) =>
          write({
            id: event.number,
            event: event.type,
            data: shown(event),
            isLast: TERMINAL_EVENTS.includes(event.type),
          }),
        ),
      );
  }

  async history(run: RunEntity, after: number): Promise<RunHistory> {
    const events = await this.storage.records.runs.eventsAfter(run.id, after, MAX_PAGE);
    return {
      items: events.map(shown),
      ended:
        events.some(({ type }) => TERMINAL_EVENTS.includes(type)) ||
        (events.length === 0 && run.finishedAtMs !== null),
    };
  }
}

const shown = ({ number, type, atMs, data }: RunEvent) => ({
  number,
  type,
  at: new Date(atMs).toISOString(),
  ...data,
});
