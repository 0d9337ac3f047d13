import { Test } from '@nestjs/testing';
import { experimentFromPreset, prepareExperiment } from '@railyard/experiments';
import { type RunEntity, type RunState } from '@railyard/database';
import { CONFIG, DISPATCHER, STORAGE } from '@railyard/service';
import { apiConfig } from '../config/index.js';
import { RunQuotaService } from './run-quota.service.js';
import { RunSubmissionService } from './run-submission.service.js';

const prepared = prepareExperiment(experimentFromPreset('deepseek-v3-mpft'));
const runIn = (state: RunState): RunEntity =>
  ({ id: 'run-1', tenant: 'alice', state, experimentId: prepared.id }) as RunEntity;

const countOf = jest.fn();
const countNew = jest.fn();
const submit = jest.fn();
const document = jest.fn().mockResolvedValue(JSON.stringify(prepared.document));
const wake = jest.fn();
let service: RunSubmissionService;

beforeEach(async () => {
  jest.clearAllMocks();
  countOf.mockResolvedValue(0);
  countNew.mockResolvedValue(1);
  submit.mockResolvedValue({ run: runIn('queued'), created: true });
  const records = { outbox: { countOf }, submissions: { countNew, submit }, runs: { document } };
  const testing = await Test.createTestingModule({
    providers: [
      RunQuotaService,
      RunSubmissionService,
      { provide: STORAGE, useValue: { records } },
      { provide: DISPATCHER, useValue: { wake } },
      { provide: CONFIG, useValue: apiConfig({ maxLiveRuns: 2 }) },
    ],
  }).compile();
  service = testing.get(RunSubmissionService);
});

it('stores a run and hands it to the dispatcher', async () => {
  expect(await service.submit('alice', prepared)).toMatchObject({ created: true });
  expect(submit.mock.calls[0]).toMatchObject([
    { tenant: 'alice', experiment: { id: prepared.id }, force: false },
  ]);
  expect(wake).toHaveBeenCalledTimes(1);
});

it('hands the claim of the request to the transaction', async () => {
  const claim = { tenant: 'alice', key: 'k', requestHash: 'h' };
  await service.submit('alice', prepared, { claim });
  await service.retry(runIn('failed'), claim);
  expect(submit.mock.calls.map(([, given]) => given as unknown)).toEqual([claim, claim]);
});

it('does not dispatch a run that another answers for', async () => {
  submit.mockResolvedValue({ run: runIn('succeeded'), created: false });
  await service.submit('alice', prepared);
  expect(wake).not.toHaveBeenCalled();
});

it('refuses what the quota is too small for, before anything is stored', async () => {
  countOf.mockResolvedValue(2);
  await expect(service.submit('alice', prepared)).rejects.toMatchObject({ status: 429, code: 'quota' });
  expect(submit).not.toHaveBeenCalled();
});

it('counts an experiment that is computed already only when it is forced', async () => {
  countOf.mockResolvedValue(2);
  countNew.mockResolvedValue(0);
  await service.submit('alice', prepared);
  await expect(service.submit('alice', prepared, { force: true })).rejects.toMatchObject({ status: 429 });
});

it.each(['failed', 'cancelled'] as const)('submits the experiment of a %s run again', async (state) => {
  expect(await service.retry(runIn(state))).toMatchObject({ state: 'queued' });
  expect(submit.mock.calls[0]).toMatchObject([{ tenant: 'alice', experiment: { id: prepared.id } }]);
});

it.each(['queued', 'running', 'succeeded'] as const)('does not retry a run that is %s', async (state) => {
  await expect(service.retry(runIn(state))).rejects.toMatchObject({ status: 409, code: 'not-failed' });
  expect(submit).not.toHaveBeenCalled();
});

it('a retry needs the quota like a new run', async () => {
  countOf.mockResolvedValue(2);
  await expect(service.retry(runIn('failed'))).rejects.toMatchObject({ status: 429 });
});
