import { Test } from '@nestjs/testing';
import { STORAGE } from '@railyard/service';
import { RunQuotaService } from '../runs/index.js';
import { SweepExpander } from './sweep-expander.service.js';
import { SweepQuotaService } from './sweep-quota.service.js';

const countExpanding = jest.fn();
const quota = { left: jest.fn(), require: jest.fn(), requireFor: jest.fn() };
const ALICE = { keyId: 'k', tenant: 'alice', scopes: [], gone: new AbortController().signal };
const experimentsOf = jest.fn().mockResolvedValue(['a', 'b']);
let service: SweepQuotaService;

beforeEach(async () => {
  jest.clearAllMocks();
  countExpanding.mockResolvedValue(0);
  quota.left.mockResolvedValue(10);
  const testing = await Test.createTestingModule({
    providers: [
      SweepQuotaService,
      { provide: STORAGE, useValue: { records: { sweeps: { countExpanding } } } },
      { provide: RunQuotaService, useValue: quota },
      { provide: SweepExpander, useValue: { experimentsOf } },
    ],
  }).compile();
  service = testing.get(SweepQuotaService);
});

it('does not expand a sweep whose own limit fits', async () => {
  await service.require(ALICE, { limits: { runs: 10 } });
  expect(experimentsOf).not.toHaveBeenCalled();
});

it('counts the experiments of one whose limit does not', async () => {
  const sweep = { limits: { runs: 11 } };
  await service.require(ALICE, sweep);
  expect(experimentsOf).toHaveBeenCalledWith(ALICE, sweep);
  expect(quota.requireFor).toHaveBeenCalledWith('alice', ['a', 'b']);
});

it('asks for one run of a search, which says by itself how many it needs', async () => {
  await service.require(ALICE, { method: 'optimize' });
  expect(quota.require).toHaveBeenCalledWith('alice', 1);
  expect(experimentsOf).not.toHaveBeenCalled();
});

it.each([
  [7, true],
  [8, false],
])('with %i sweeps that expand, another may: %j', async (expanding, allowed) => {
  countExpanding.mockResolvedValue(expanding);
  const asked = service.require(ALICE, { limits: { runs: 1 } });
  if (allowed) await expect(asked).resolves.toBeUndefined();
  else await expect(asked).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
});
