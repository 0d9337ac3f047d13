/** RELIABILITY R1, R3, R4, R6 with the full counts. */
import { CLEAN, killApi, killRunners, wipeRedis } from '../e2e/support/reliability.js';

jest.setTimeout(3_600_000);

const SEED = Number(process.env.SOAK_SEED ?? 20261123);
const say = (line: string, figures: object): void => void process.stderr.write(`${line}: ${JSON.stringify({ seed: SEED, ...figures })}\n`);

it('R1, R3: 100 kills of the runner across 500 runs', async () => {
  const figures = await killRunners({ runs: 500, kills: 100, seed: SEED });
  say('R1', figures);
  expect(figures).toMatchObject({ ...CLEAN, runs: 500 });
  expect(figures.recoveryP95S).toBeLessThanOrEqual(20);
  expect(figures.recoveryMaxS).toBeLessThanOrEqual(30);
});

it('R4: 100 kills of the API while clients submit', async () => {
  const figures = await killApi({ kills: 100, seed: SEED });
  say('R4', figures);
  expect(figures).toMatchObject({ missing: 0, doubled: 0, halfRows: 0 });
});

it('R6: Redis wiped with 500 runs waiting', async () => {
  const figures = await wipeRedis(500);
  say('R6', figures);
  expect(figures).toMatchObject(CLEAN);
  expect(figures.restoredS).toBeLessThanOrEqual(30);
});
