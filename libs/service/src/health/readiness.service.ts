import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { DatabaseHealth } from './database.health.js';
import { QueueHealth } from './queue.health.js';

export interface Readiness {
  readonly status: 'ok' | 'unavailable';
  /** By name: `ok`, or what is wrong. */
  readonly checks: Readonly<Record<'database' | 'queue', string>>;
}

/** Whether a process can do its work: the database takes writes and the queue answers. */
@Injectable()
export class ReadinessService {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(DatabaseHealth) private readonly database: DatabaseHealth,
    @Inject(QueueHealth) private readonly queue: QueueHealth,
  ) {}

  async check(): Promise<Readiness> {
    const { status, details } = await this.health
      .check([() => this.database.check(), () => this.queue.check()])
      .catch(resultOf);
    const said = (name: string): string => {
      const check = details[name];
      return check?.status === 'up' ? 'ok' : String(check?.message);
    };
    return {
      status: status === 'ok' ? 'ok' : 'unavailable',
      checks: { database: said('database'), queue: said('queue') },
    };
  }
}

/** Terminus throws what it found when something is down. */
function resultOf(error: unknown): HealthCheckResult {
  if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
  throw error;
}
