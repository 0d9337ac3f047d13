import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import { type FastifyRequest } from 'fastify';
import { secretOf } from './caller.js';

/** Counts requests by key, or by address where there is none. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    const called = request as unknown as FastifyRequest;
    const secret = secretOf(called);
    return secret === null ? called.ip : createHash('sha256').update(secret).digest('hex');
  }

  /**
   * One count for all routes: the platform would keep one for each, and a caller would have the limit once
   * for each route.
   */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }
}
