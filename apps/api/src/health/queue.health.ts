import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type JobDispatcher } from '@railyard/jobs';
import { DISPATCHER } from '../jobs/index.js';

/** Up when jobs can be handed over now. */
@Injectable()
export class QueueHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
  ) {}

  async check(): Promise<HealthIndicatorResult<'queue'>> {
    const indicator = this.indicators.check('queue');
    const reason = await this.dispatcher.unavailable();
    return reason === null ? indicator.up() : indicator.down(reason);
  }
}
