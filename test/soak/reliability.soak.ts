/** RELIABILITY R1-R6 with the full counts. */
import { say } from '../support/figures.js';
import { POINTS, killAtPoints } from '../support/named-points.js';
import { killRedis } from '../support/queue-loss.js';
import { CLEAN, killApi, killRunners, wipeRedis } from '../support/reliability.js';

jest.setTimeout(3_600_000);

const SEED = Number(process.env.SOAK_SEED ?? 20261123);

it('R1, R3: 100 kills of the runner across 500 runs', async () => {
  const figures = await killRunners({ runs: 500, kills: 100, seed: SEED });
  say('R1', { seed: SEED, ...figures });
  expect(figures).toMatchObject({ ...CLEAN, runs: 500 });
  expect(figures.recoveryP95S).toBeLessThanOrEqual(20);
  expect(figures.recoveryMaxS).toBeLessThanOrEqual(30);
});

it('R2: 20 kills at each point of an execution', async () => {
  const figures = await killAtPoints(20);
  say('R2', figures);
  expect(figures).toMatchObject({
    ...CLEAN,
    runs: 100,
    killed: Object.fromEntries(POINTS.map((point) => [point, 20])),
  });
});

it('R4: 100 kills of the API while clients submit', async () => {
  const figures = await killApi({ kills: 100, seed: SEED });
  say('R4', { seed: SEED, ...figures });
  expect(figures).toMatchObject({ missing: 0, doubled: 0, halfRows: 0, orphans: 0, refused: 0 });
});

it('R5: kill -9 of Redis with 2,000 runs queued', async () => {
  const figures = await killRedis(2000);
  say('R5', figures);
  expect(figures).toMatchObject({ ...CLEAN, runs: 2000 });
  expect(figures.queued).toBeGreaterThan(1900);
  expect(figures.resumedS).toBeLessThanOrEqual(5);
});

it('R6: Redis wiped with 500 runs waiting', async () => {
  const figures = await wipeRedis(500);
  say('R6', figures);
  expect(figures).toMatchObject(CLEAN);
  expect(figures.restoredS).toBeLessThanOrEqual(30);
});
