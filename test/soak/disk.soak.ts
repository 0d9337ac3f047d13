/** RELIABILITY R11 and R12 with the full counts. */
import { say } from '../support/figures.js';
import { cutPower, powerCutAvailable } from '../support/power-cut/power-cut.js';
import { CLEAN } from '../support/reliability.js';
import { writeTogether } from '../support/writers.js';

const SEED = Number(process.env.SOAK_SEED ?? 20261123);

(powerCutAvailable() ? it : it.skip)('R12: a power cut after every operation', async () => {
  const { findings, ...figures } = await cutPower({ runs: 100, share: 1, torn: 2, seed: SEED });
  say('R12', { seed: SEED, ...figures, findings: findings.length });
  expect(findings).toEqual([]);
});

it('R11: the service and two runners write one file for 10 minutes', async () => {
  const { unexplained, ...figures } = await writeTogether({ seconds: 600, clients: 12, seed: SEED });
  say('R11', { seed: SEED, ...figures, unexplained: unexplained.length });
  expect(unexplained).toEqual([]);
  expect(figures).toMatchObject({
    ...CLEAN,
    busyInLogs: 0,
    integrity: 'ok',
    exits: [0, 0, 0],
  });
});
