/** Probes: live says that the process answers, ready that it can do its work. */
import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import { Answer, Open } from '../common/index.js';
import { DatabaseHealth } from './database.health.js';
import { Liveness, Readiness } from './dto/health.dto.js';
import { QueueHealth } from './queue.health.js';

@ApiTags('operations')
@Open()
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(DatabaseHealth) private readonly database: DatabaseHealth,
    @Inject(QueueHealth) private readonly queue: QueueHealth,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ type: Liveness })
  live(): Liveness {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({ summary: 'Database writable and queue reachable, or 503 and why not' })
  @ApiOkResponse({ type: Readiness })
  @ApiServiceUnavailableResponse({ type: Readiness })
  async ready(): Promise<Answer> {
    const result = await this.health
      .check([() => this.database.check(), () => this.queue.check()])
      .catch(resultOf);
    const ready = result.status === 'ok';
    const checks = Object.entries(result.details).map(([name, { status, message }]) => [
      name,
      status === 'up' ? 'ok' : (message as unknown),
    ]);
    return new Answer(
      ready ? 200 : 503,
      { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(checks) as object },
      { 'cache-control': 'no-store' },
    );
  }
}

/** Terminus throws what it found when something is down. */
function resultOf(error: unknown): HealthCheckResult {
  if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
  throw error;
}
