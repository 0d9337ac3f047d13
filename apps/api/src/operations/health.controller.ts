/** Probes: live says that the process turns, ready that it can do its work. */
import { Controller, Get, Inject } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { type JobDispatcher, type Storage } from '@railyard/storage';
import { Open } from '../http/access.js';
import { Answer } from '../http/answer.js';
import { DISPATCHER, STORAGE } from '../parts.js';

class Liveness {
  @ApiProperty({ enum: ['ok'] })
  readonly status: string;
}

class Checks {
  @ApiProperty({ type: String, description: '`ok`, or what is wrong' })
  readonly database: string;

  @ApiProperty({ type: String, description: '`ok`, or what is wrong' })
  readonly queue: string;
}

class Readiness {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  readonly status: string;

  @ApiProperty({ type: Checks })
  readonly checks: Checks;
}

@ApiTags('operations')
@Open()
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(DISPATCHER) private readonly dispatcher: JobDispatcher,
  ) {}

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
    const [database, queue] = await Promise.all([this.databaseTrouble(), this.dispatcher.unavailable()]);
    const ready = database === null && queue === null;
    return new Answer(
      ready ? 200 : 503,
      { status: ready ? 'ok' : 'unavailable', checks: { database: database ?? 'ok', queue: queue ?? 'ok' } },
      {
        'cache-control': 'no-store',
      },
    );
  }

  /** Null when a transaction can be committed. */
  private async databaseTrouble(): Promise<string | null> {
    try {
      await this.storage.database.write((session) => session.rows('SELECT 1'));
      return null;
    } catch (error) {
      this.storage.log.warn({ err: error }, 'the database is not ready');
      return 'cannot be written';
    }
  }
}
