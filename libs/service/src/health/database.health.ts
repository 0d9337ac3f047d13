import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '../database/index.js';

/** For this long an answer is given again: however many probe, they wait for the disk once. */
const KEPT_MS = 1000;

type Answer = HealthIndicatorResult<'database'>;

/** Up when a write would find room. */
@Injectable()
export class DatabaseHealth {
  private latest: { readonly askedMs: number; readonly answer: Promise<Answer> } | null = null;

  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  check(): Promise<Answer> {
    const nowMs = performance.now();
    if (this.latest === null || nowMs - this.latest.askedMs >= KEPT_MS)
      this.latest = { askedMs: nowMs, answer: this.ask() };
    return this.latest.answer;
  }

  private async ask(): Promise<Answer> {
    const indicator = this.indicators.check('database');
    try {
      await this.storage.records.writeProbe.write();
      return indicator.up();
    } catch (error) {
      this.storage.log.warn({ err: error }, 'the database is not ready');
      return indicator.down('cannot be written');
    }
  }
}
