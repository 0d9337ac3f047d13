import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type SweepEntity } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { LOG, STORAGE } from '@railyard/service';
import { type FastifyReply } from 'fastify';
import { type Logger } from 'pino';
import { EventStreams } from '../event-streams/index.js';
import { type SweepProgress, sweepProgress } from './sweep-view.js';

const INTERVAL_MS = 500;

type Listener = (progress: SweepProgress | null) => void;

interface Watched {
  readonly tenant: string;
  readonly listeners: Map<Listener, string>;
}

/**
 * How far sweeps are, as it changes: read from the rows, so that it does not matter which process writes
 * them, and once for all who follow a sweep.
 */
@Injectable()
export class SweepEventsService implements OnModuleDestroy {
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | null = null;
  private polling = false;

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** Answers with where the sweep stands, and with every change; 204 when the last one has been seen. */
  async follow(reply: FastifyReply, sweep: SweepEntity, lastSeen: string | undefined): Promise<void> {
    const now = await sweepProgress(this.storage, sweep);
    // A client that has seen the end must not connect for ever.
    if (hasEnded(now) && idOf(now) === lastSeen) {
      void reply.status(204).send();
      return;
    }
    this.streams.start(reply, (write) =>
      this.watch(sweep, lastSeen ?? '', (progress) =>
        write(
          progress === null
            ? null
            : {
                id: idOf(progress),
                event: hasEnded(progress) ? progress.state : 'progress',
                data: progress,
                isLast: hasEnded(progress),
              },
        ),
      ),
    );
  }

  private watch({ id, tenant }: SweepEntity, lastSeen: string, listener: Listener): () => void {
    const watched = this.watched.get(id) ?? { tenant, listeners: new Map<Listener, string>() };
    this.watched.set(id, watched);
    watched.listeners.set(listener, lastSeen);
    this.timer ??= setInterval(() => void this.poll(), INTERVAL_MS);
    void this.poll();
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0) this.watched.delete(id);
      if (this.watched.size > 0 || this.timer === null) return;
      clearInterval(this.timer);
      this.timer = null;
    };
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      for (const [id, { tenant, listeners }] of this.watched) {
        const sweep = await this.storage.records.sweeps.find(tenant, id);
        // A sweep that was deleted has nothing to tell.
        const progress = sweep === null ? null : await sweepProgress(this.storage, sweep);
        for (const [listener, seen] of listeners) {
          if (progress !== null && idOf(progress) === seen) continue;
          if (progress !== null) listeners.set(listener, idOf(progress));
          listener(progress);
        }
      }
    } catch (error) {
      this.log.warn({ err: error }, 'sweeps could not be read for their events; trying again');
    } finally {
      this.polling = false;
    }
  }
}

const hasEnded = ({ state }: SweepProgress): boolean => state !== 'expanding' && state !== 'running';

/** Names what was seen, on any server. */
const idOf = ({ state, expanded, counts }: SweepProgress): string =>
  [state, expanded, ...Object.values(counts)].join('-');
