import { type ExecutionContext, Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import { type CalledRequest } from './caller.js';
import { RequestCounts } from './request-counts.js';

/**
 * Counts every request by its address before its key is looked up: a key that nobody issued is no sender of
 * its own.
 */
@Injectable()
export class AddressRateGuard extends ThrottlerGuard {
  /**
   * One count for all routes: the platform would keep one for each, and a caller would have the limit once
   * for each route.
   */
  protected override generateKey(_context: ExecutionContext, address: string): string {
    return addressKey(address);
  }
}

/** Counts a request whose key is known by that key, and no longer by its address, which others may share. */
@Injectable()
export class KeyRateGuard extends ThrottlerGuard {
  @InjectThrottlerStorage() private readonly counts: RequestCounts;

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.switchToHttp().getRequest<CalledRequest>().caller === undefined);
  }

  protected override async handleRequest(request: ThrottlerRequest): Promise<boolean> {
    const { req } = this.getRequestResponse(request.context);
    this.counts.decrement(addressKey(await super.getTracker(req)));
    return super.handleRequest(request);
  }

  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    return Promise.resolve((request as unknown as CalledRequest).caller?.keyId ?? '');
  }

  protected override generateKey(_context: ExecutionContext, keyId: string): string {
    return `key ${keyId}`;
  }
}

const addressKey = (address: string): string => `address ${address}`;
