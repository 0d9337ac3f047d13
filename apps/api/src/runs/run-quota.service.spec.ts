import { Test } from '@nestjs/testing';
import { CONFIG, STORAGE } from '@railyard/service';
import { apiConfig } from '../config/index.js';
import { RunQuotaService } from './run-quota.service.js';

const countOf = jest.fn();
const countNew = jest.fn();
let quota: RunQuotaService;

beforeEach(async () => {
  countOf.mockResolvedValue(3);
  const testing = await Test.createTestingModule({
    providers: [
      RunQuotaService,
      { provide: STORAGE, useValue: { records: { outbox: { countOf }, submissions: { countNew } } } },
      { provide: CONFIG, useValue: apiConfig({ maxLiveRuns: 5 }) },
    ],
  }).compile();
  quota = testing.get(RunQuotaService);
});

it('has left what does not wait or run', async () => {
  expect(await quota.left('alice')).toBe(2);
  expect(countOf).toHaveBeenLastCalledWith('alice');
});

it.each([0, 1, 2])('admits %i more runs', async (runs) => {
  await expect(quota.require('alice', runs)).resolves.toBeUndefined();
});

it('nothing new needs no quota, however much is in use', async () => {
  countOf.mockResolvedValue(9);
  await expect(quota.require('alice', 0)).resolves.toBeUndefined();
});

it('refuses more for a while, and what never fits without a time to come back', async () => {
  await expect(quota.require('alice', 3)).rejects.toMatchObject({
    status: 429,
    message: 'At most 5 runs may wait or run at a time (got 3 more than the 3 that do).',
    headers: { 'retry-after': '30' },
  });
  const refused = await quota.require('alice', 6).catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 429, headers: {} });
});

it('of experiments it counts those that would be new', async () => {
  countNew.mockResolvedValue(2);
  await expect(quota.requireFor('alice', ['a', 'b', 'c'])).resolves.toBeUndefined();
  expect(countNew).toHaveBeenCalledWith('alice', ['a', 'b', 'c']);
  countNew.mockResolvedValue(3);
  await expect(quota.requireFor('alice', ['a', 'b', 'c'])).rejects.toMatchObject({ status: 429 });
});
