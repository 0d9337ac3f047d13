/** Probes: live says that the process answers, ready that it can do its work. */
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { ReadinessService } from '@railyard/service';
import { Answer, Open } from '../common/index.js';
import { Liveness, Readiness } from './dto/health.dto.js';

@ApiTags('operations')
@Open()
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(@Inject(ReadinessService) private readonly readiness: ReadinessService) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ type: Liveness })
  live(): Liveness {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Database writable and queue reachable, or 503 and why not' })
  @ApiOkResponse({ type: Readiness })
  @ApiServiceUnavailableResponse({ type: Readiness })
  async ready(): Promise<Answer> {
    const readiness = await this.readiness.check();
    return new Answer(readiness.status === 'ok' ? 200 : 503, readiness, { 'cache-control': 'no-store' });
  }
}
