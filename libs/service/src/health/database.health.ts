import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '../database/index.js';

/** Up when a transaction can be committed. */
@Injectable()
export class DatabaseHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  async check(): Promise<HealthIndicatorResult<'database'>> {
    const indicator = this.indicators.check('database');
    try {
      await this.storage.database.write((session) => session.rows('SELECT 1'));
      return indicator.up();
    } catch (error) {
      this.storage.log.warn({ err: error }, 'the database is not ready');
      return indicator.down('cannot be written');
    }
  }
}
