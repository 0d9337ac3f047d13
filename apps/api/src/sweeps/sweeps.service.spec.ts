import { Test } from '@nestjs/testing';
import { API_VERSION } from '@railyard/experiments';
import { type SweepEntity } from '@railyard/database';
import { DISPATCHER, STORAGE } from '@railyard/service';
import { type Cursor } from '../common/index.js';
import { DefinitionReferencesService } from '../definitions/index.js';
import { RunQuotaService } from '../runs/index.js';
import { type SweepRunsQuery } from './dto/sweep-inputs.dto.js';
import { SweepExpander } from './sweep-expander.service.js';
import { SweepQuotaService } from './sweep-quota.service.js';
import { SweepsService } from './sweeps.service.js';

const ALICE = { keyId: 'k', tenant: 'alice', scopes: [], gone: new AbortController().signal };
const ID = 'sweep-00000000000000000000000001';
const PLAN = {
  size: 4,
  duplicates: 0,
  infeasible: { count: 0, groups: [] },
  pruned: 0,
  runs: 4,
  objective: { metric: 'tokensPerDayB', goal: 'maximize' },
};
const DOCUMENT = {
  apiVersion: API_VERSION,
  kind: 'Sweep',
  name: 'two seeds',
  cluster: { preset: 'h100-1024-roce', nodes: 1 },
  workload: { preset: 'llama3-8b' },
  parameters: { seed: { values: [1, 2] } },
};
const sweepIn = (state: SweepEntity['state'], plan: object | null = PLAN): SweepEntity =>
  ({
    id: ID,
    name: 'two seeds',
    state,
    createdAtMs: 0,
    failureMessage: null,
    expanded: 4,
    plan: plan === null ? null : JSON.stringify(plan),
    document: JSON.stringify({ limits: { minutes: 2 } }),
  }) as SweepEntity;

const counts = { queued: 0, running: 0, succeeded: 4, failed: 0, cancelled: 0 };
const sweeps = {
  create: jest.fn(),
  find: jest.fn(),
  page: jest.fn(),
  runs: jest.fn(),
  retryFailed: jest.fn(),
  scored: jest.fn().mockResolvedValue([]),
  tally: jest.fn(),
};
const dispatcher = { wake: jest.fn(), threads: jest.fn() };
const references = { resolve: jest.fn((_tenant: string, document: unknown) => Promise.resolve(document)) };
const expander = { begin: jest.fn(), cancel: jest.fn(), preview: jest.fn() };
const sweepQuota = { require: jest.fn() };
const runQuota = { require: jest.fn() };
let service: SweepsService;

beforeEach(async () => {
  for (const part of [sweeps, dispatcher, expander, sweepQuota, runQuota])
    for (const mock of Object.values(part)) mock.mockReset();
  sweeps.scored.mockResolvedValue([]);
  tallied({});
  const testing = await Test.createTestingModule({
    providers: [
      SweepsService,
      { provide: STORAGE, useValue: { records: { sweeps } } },
      { provide: DISPATCHER, useValue: dispatcher },
      { provide: DefinitionReferencesService, useValue: references },
      { provide: RunQuotaService, useValue: runQuota },
      { provide: SweepQuotaService, useValue: sweepQuota },
      { provide: SweepExpander, useValue: expander },
    ],
  }).compile();
  service = testing.get(SweepsService);
});

const tallied = (some: Partial<typeof counts>): void =>
  void sweeps.tally.mockResolvedValue({
    counts: { ...counts, ...some },
    best: () => [],
    front: () => [],
    failures: [],
  });

describe('submit', () => {
  it('stores the sweep as it was written and begins to expand it', async () => {
    const sweep = sweepIn('expanding', null);
    sweeps.create.mockResolvedValue({ sweep, created: true });
    expect(await service.submit(ALICE, DOCUMENT)).toEqual({ sweep, created: true });
    expect(sweeps.create.mock.calls[0]).toMatchObject([
      { tenant: 'alice', name: 'two seeds', document: JSON.stringify(DOCUMENT) },
    ]);
    expect(expander.begin).toHaveBeenCalledWith(sweep);
  });

  it('an equal sweep that exists is not expanded again', async () => {
    sweeps.create.mockResolvedValue({ sweep: sweepIn('expanded'), created: false });
    await service.submit(ALICE, DOCUMENT);
    expect(expander.begin).not.toHaveBeenCalled();
  });

  it('equal documents have one hash, others have another', async () => {
    sweeps.create.mockResolvedValue({ sweep: sweepIn('expanded'), created: false });
    await service.submit(ALICE, DOCUMENT);
    await service.submit(ALICE, { ...DOCUMENT });
    await service.submit(ALICE, { ...DOCUMENT, name: 'other' });
    const [first, second, third] = sweeps.create.mock.calls.map(([{ hash }]) => hash as string);
    expect([second === first, third === first]).toEqual([true, false]);
  });

  it.each([
    [{ ...DOCUMENT, method: 'guess' }, '/method'],
    [{ ...DOCUMENT, limits: { runs: 20_001 } }, '/limits/runs'],
    [null, ''],
  ])('refuses %j before anything is stored', async (document, path) => {
    await expect(service.submit(ALICE, document)).rejects.toMatchObject({
      status: 422,
      issues: expect.arrayContaining([expect.objectContaining({ path })]) as unknown,
    });
    expect(sweeps.create).not.toHaveBeenCalled();
  });

  it('refuses over the quota before anything is stored', async () => {
    sweepQuota.require.mockRejectedValue(new Error('over the quota'));
    await expect(service.submit(ALICE, DOCUMENT)).rejects.toThrow('over the quota');
    expect(sweeps.create).not.toHaveBeenCalled();
  });
});

it.each([
  [2, 30, 1],
  [8, 30, 0.5],
  [0, 30, null],
  [null, 30, null],
  [2, null, null],
])(
  'on %j threads, %j s each, a preview of 4 runs takes %j minutes',
  async (threads, secondsPerRun, minutes) => {
    dispatcher.threads.mockResolvedValue(threads);
    expander.preview.mockResolvedValue({ ...PLAN, secondsPerRun });
    expect(await service.preview(ALICE, DOCUMENT)).toMatchObject({
      ok: true,
      runs: 4,
      expectedMinutes: minutes,
    });
  },
);

describe('its runs', () => {
  const row = (position: number) => ({
    id: `run-${position}`,
    position,
    parameters: '{"/seed":1}',
    summary: null,
    state: 'queued',
    createdAtMs: 0,
    startedAtMs: null,
    finishedAtMs: null,
  });
  const page = (query: Partial<SweepRunsQuery>) =>
    service.runs(sweepIn('expanded'), { limit: 2, ...query } as SweepRunsQuery);
  const readCursor = (next: string): Cursor => {
    const [order, value, id] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [
      string,
      number,
      string,
    ];
    return { order, type: 'number', value, id };
  };

  it('go on after the last position of the page before', async () => {
    sweeps.runs.mockResolvedValue([row(0), row(1), row(2)]);
    const { items, next } = await page({});
    expect(items.map(({ position }) => position)).toEqual([0, 1]);
    await page({ cursor: readCursor(String(next)) });
    expect(sweeps.runs.mock.calls).toEqual([
      [ID, { after: -1, limit: 3 }],
      [ID, { after: 1, limit: 3 }],
    ]);
  });

  it('refuse a position in another sweep', async () => {
    const cursor: Cursor = { order: 'runs of a sweep', type: 'number', value: 3, id: 'sweep-other' };
    await expect(page({ cursor })).rejects.toMatchObject({
      status: 400,
      issues: [{ path: '/query/cursor', code: 'bad-cursor' }],
    });
    expect(sweeps.runs).not.toHaveBeenCalled();
  });
});

it.each([
  ['running', 'expanded', { queued: 1 }, true],
  ['expanding', 'expanding', {}, true],
  ['succeeded', 'expanded', {}, false],
  ['failed', 'expanded', { failed: 1 }, false],
  ['cancelled', 'cancelled', {}, false],
] as const)('a sweep that is %s: cancelled or left as it is', async (_shown, state, some, cancelled) => {
  tallied(some);
  await service.cancel(sweepIn(state));
  expect(expander.cancel.mock.calls).toEqual(cancelled ? [[ID]] : []);
});

describe('retryFailed', () => {
  it('needs the quota for what failed, and wakes the dispatcher', async () => {
    tallied({ failed: 3 });
    sweeps.retryFailed.mockResolvedValue(3);
    expect(await service.retryFailed(ALICE, sweepIn('expanded'))).toBe(3);
    expect(runQuota.require).toHaveBeenCalledWith('alice', 3);
    expect(dispatcher.wake).toHaveBeenCalledTimes(1);
  });

  it('has nothing to do where nothing failed', async () => {
    sweeps.retryFailed.mockResolvedValue(0);
    await expect(service.retryFailed(ALICE, sweepIn('expanded'))).rejects.toMatchObject({
      status: 409,
      code: 'not-failed',
    });
    expect(dispatcher.wake).not.toHaveBeenCalled();
  });

  it.each(['cancelled', 'failed'] as const)('refuses a sweep that is %s', async (state) => {
    const retried = service.retryFailed(ALICE, sweepIn(state));
    await expect(retried).rejects.toMatchObject({ status: 409, code: 'sweep-ended' });
    expect(sweeps.retryFailed).not.toHaveBeenCalled();
  });
});

it('finds nothing of another tenant', async () => {
  sweeps.find.mockResolvedValue(null);
  await expect(service.find(ALICE, ID)).rejects.toMatchObject({ status: 404 });
  expect(sweeps.find).toHaveBeenCalledWith('alice', ID);
});
