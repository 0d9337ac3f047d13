import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { QUEUE_PROBE, type QueueProbe } from '../jobs/index.js';

/** Up when jobs can be handed over, or taken, now. */
@Injectable()
export class QueueHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(QUEUE_PROBE) private readonly probe: QueueProbe,
  ) {}

  async check(): Promise<HealthIndicatorResult<'queue'>> {
    const indicator = this.indicators.check('queue');
    const reason = await this.probe.unavailable();
    return reason === null ? indicator.up() : indicator.down(reason);
  }
}
