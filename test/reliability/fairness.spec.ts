/** Tenant A floods a part of the service; B's small request takes at most three times its time alone. */
import { redisServerAvailable, startRedis } from '../../tools/redis-for-tests.mjs';
import { type FairnessFigures, Tenants } from '../support/fairness.js';
import { say } from '../support/figures.js';

jest.setTimeout(180_000);

/** Below this the clock and a busy machine decide, not the queue: a flood costs seconds. */
const NOISE_MS = 100;

function judge(what: string, figures: FairnessFigures): void {
  say(`fairness, ${what}`, { ...figures, ratio: figures.floodedMs / figures.aloneMs });
  expect(figures.flood).toBeGreaterThan(0);
  expect(figures.floodedMs).toBeLessThanOrEqual(3 * figures.aloneMs + NOISE_MS);
}

describe('beside a flood', () => {
  it.each(['queue', 'network', 'preview'] as const)(
    'a small request to the %s, in one process',
    async (part) => {
      const tenants = await Tenants.open();
      try {
        judge(part, await tenants[part]());
      } finally {
        await tenants.close();
      }
    },
  );

  (redisServerAvailable() ? it : it.skip)('a small run, with Redis and a runner', async () => {
    const redis = await startRedis();
    const tenants = await Tenants.open(redis.url);
    try {
      judge('queue with Redis', await tenants.queue());
    } finally {
      await tenants.close();
      await redis.stop();
    }
  });
});
