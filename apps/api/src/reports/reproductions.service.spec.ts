import { Test } from '@nestjs/testing';
import { RunSubmissionService, RunsService } from '../runs/index.js';
import { ComputeThreads } from '../threads/index.js';
import { ReproductionsService } from './reproductions.service.js';

const ALICE = { keyId: 'k', tenant: 'alice', scopes: [], gone: new AbortController().signal };
const resultOfExperiment = jest.fn();
const submitMany = jest.fn();
const run = jest.fn();
let service: ReproductionsService;

beforeEach(async () => {
  jest.resetAllMocks();
  run.mockResolvedValue({ artifact: 'x' });
  submitMany.mockResolvedValue([{ run: { id: 'run-1' } }, { run: { id: 'run-2' } }]);
  const testing = await Test.createTestingModule({
    providers: [
      ReproductionsService,
      { provide: RunsService, useValue: { resultOfExperiment } },
      { provide: RunSubmissionService, useValue: { submitMany } },
      { provide: ComputeThreads, useValue: { run } },
    ],
  }).compile();
  service = testing.get(ReproductionsService);
});

it('computes what shows no run on the spot', async () => {
  expect(await service.reproduce(ALICE, 'figure6')).toEqual({ report: { artifact: 'x' } });
  expect(run.mock.calls[0]).toEqual([ALICE, expect.any(URL), { artifact: 'figure6', results: {} }]);
  expect(submitMany).not.toHaveBeenCalled();
});

it('hands the stored results to what shows them', async () => {
  resultOfExperiment.mockImplementation((_caller: unknown, id: string) => Promise.resolve({ id }));
  await service.reproduce(ALICE, 'table4');
  const [[, , { results }]] = run.mock.calls as [[unknown, URL, { results: object }]];
  expect(Object.keys(results)).toEqual(['deepseek-v3-mpft', 'deepseek-v3-mrft']);
});

it('has all runs computed where one result is missing', async () => {
  resultOfExperiment.mockResolvedValueOnce({ id: 'a' }).mockResolvedValueOnce(null);
  expect(await service.reproduce(ALICE, 'table4')).toEqual({ runs: [{ id: 'run-1' }, { id: 'run-2' }] });
  expect((submitMany.mock.calls[0] as [string, unknown[]])[1]).toHaveLength(2);
  expect(run).not.toHaveBeenCalled();
});

it('refuses prices that would not be read', async () => {
  await expect(service.reproduce(ALICE, 'table5', {})).rejects.toMatchObject({
    status: 422,
    issues: [{ path: '/prices', code: 'not-applicable' }],
  });
  await expect(service.reproduce(ALICE, 'table3', {})).rejects.toMatchObject({
    issues: expect.arrayContaining([expect.objectContaining({ path: '/prices/apiVersion' })]) as unknown,
  });
  expect(run).not.toHaveBeenCalled();
});
