import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Storage } from '@railyard/jobs';
import { CONFIG, LOG, STORAGE } from '@railyard/service';
import { type Logger } from 'pino';
import { ApiConfig } from '../config/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** By so much the wall clock may run apart from the monotonic one in an hour. */
const MAX_DRIFT_MS = 60_000;

/** Deletes what ended longer ago than the settings keep it, every hour. */
@Injectable()
export class RetentionService implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private readonly stop = new AbortController();
  private deleting: Promise<void> | null = null;
  private anchor = { wallMs: Date.now(), monotonicMs: performance.now() };

  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    if (this.config.retentionDays === undefined) return;
    this.timer = setInterval(() => void this.pass(), HOUR_MS);
    void this.pass();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.stop.abort();
    await this.deleting;
  }

  /** One pass at a time. Never rejects: the next one tries again. */
  pass(): Promise<void> {
    this.deleting ??= this.deleteOld().finally(() => {
      this.deleting = null;
    });
    return this.deleting;
  }

  private async deleteOld(): Promise<void> {
    const { retentionDays } = this.config;
    if (retentionDays === undefined) return;
    if (this.clockWasSet()) {
      this.log.warn({}, 'the clock was set: nothing is deleted by age in this hour');
      return;
    }
    try {
      const deleted = await this.storage.records.retention.deleteEnded(
        Date.now() - retentionDays * DAY_MS,
        () => !this.stop.signal.aborted,
      );
      if (deleted.runs + deleted.sweeps > 0) this.log.info({ ...deleted, retentionDays }, 'deleted by age');
    } catch (error) {
      this.log.warn({ err: error }, 'what is old could not be deleted; trying again in an hour');
    }
  }

  /** After a forward step of the clock everything looks old; the operator has an hour to correct it. */
  private clockWasSet(): boolean {
    const now = { wallMs: Date.now(), monotonicMs: performance.now() };
    const drift = now.wallMs - this.anchor.wallMs - (now.monotonicMs - this.anchor.monotonicMs);
    this.anchor = now;
    return Math.abs(drift) > MAX_DRIFT_MS;
  }
}
