/** Tenant A floods a part of the service; B's small request doesn't wait for what A asked before. */
import { redisServerAvailable, startRedis } from '../../tools/redis-for-tests.mjs';
import { type FairnessFigures, THREADS, Tenants } from '../support/fairness.js';
import { say } from '../support/figures.js';

jest.setTimeout(300_000);

/** Each thread ends what it computes when B's request comes, and perhaps one more. */
const MOST_BEFORE = 2 * THREADS;

function judge(what: string, figures: FairnessFigures): void {
  say(`fairness, ${what}`, { ...figures, ratio: figures.floodedMs / figures.aloneMs });
  expect(figures.statuses.filter((status) => ![200, 202, 429].includes(status))).toEqual([]);
  // So many that first in, first out would end more of them before B's.
  expect(figures.flood).toBeGreaterThan(2 * MOST_BEFORE);
  expect(figures.endedBefore).toBeLessThanOrEqual(MOST_BEFORE);
}

describe('alongside a flood', () => {
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
