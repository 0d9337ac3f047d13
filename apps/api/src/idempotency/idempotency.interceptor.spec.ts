import { type CallHandler, type ExecutionContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Admission, type Claim, ReusedKeyError } from '@railyard/database';
import { STORAGE } from '@railyard/service';
import { firstValueFrom, of, throwError } from 'rxjs';
import { Answer } from '../common/index.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

const admit = jest.fn<Promise<Admission>, [Claim]>();
const keep = jest.fn().mockResolvedValue(undefined);
const release = jest.fn();
const handle = jest.fn();
let interceptor: IdempotencyInterceptor;

beforeEach(async () => {
  jest.clearAllMocks();
  handle.mockReturnValue(of(new Answer(202, { id: 'run-1' }, { location: '/v1/runs/run-1' })));
  const testing = await Test.createTestingModule({
    providers: [
      IdempotencyInterceptor,
      { provide: STORAGE, useValue: { records: { idempotency: { admit, keep, release } } } },
    ],
  }).compile();
  interceptor = testing.get(IdempotencyInterceptor);
});

async function answer(key?: string, body: unknown = { a: 1 }): Promise<unknown> {
  const request = {
    method: 'POST',
    url: '/v1/experiments',
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    caller: { tenant: 'alice' },
  };
  const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  return firstValueFrom(await interceptor.intercept(context, { handle } as unknown as CallHandler));
}

it('without a key nothing is stored', async () => {
  expect(await answer()).toMatchObject({ status: 202 });
  expect(admit).not.toHaveBeenCalled();
});

it('the first answer is stored under tenant and key', async () => {
  admit.mockResolvedValue({ kind: 'first' });
  expect(await answer('k-1')).toMatchObject({ status: 202 });
  expect(keep).toHaveBeenCalledWith(expect.objectContaining({ tenant: 'alice', key: 'k-1' }), {
    status: 202,
    location: '/v1/runs/run-1',
    body: '{"id":"run-1"}',
  });
  expect(release).not.toHaveBeenCalled();
});

it('a repeat gets the first answer, and the handler is not called', async () => {
  const kept = { status: 202, location: '/v1/runs/run-1', body: '{"id":"run-1"}' };
  admit.mockResolvedValue({ kind: 'repeat', answer: kept });
  expect(await answer('k-1')).toEqual(
    new Answer(202, { id: 'run-1' }, { location: '/v1/runs/run-1', 'idempotency-replayed': 'true' }),
  );
  expect(handle).not.toHaveBeenCalled();
});

it('a failed request is forgotten, and its error passed on', async () => {
  admit.mockResolvedValue({ kind: 'first' });
  handle.mockReturnValue(throwError(() => new Error('refused')));
  await expect(answer('k-1')).rejects.toThrow('refused');
  expect(release).toHaveBeenCalledWith(expect.objectContaining({ tenant: 'alice', key: 'k-1' }));
  expect(keep).not.toHaveBeenCalled();
});

it('a key that another process used for another request meanwhile is a 422', async () => {
  admit.mockResolvedValue({ kind: 'first' });
  handle.mockReturnValue(throwError(() => new ReusedKeyError()));
  await expect(answer('k-1')).rejects.toMatchObject({ status: 422 });
  expect(release).toHaveBeenCalled();
});

it.each([
  ['in-flight', 409],
  ['other-request', 422],
] as const)('%s is a %i', async (kind, status) => {
  admit.mockResolvedValue({ kind });
  await expect(answer('k-1')).rejects.toMatchObject({ status });
  expect(handle).not.toHaveBeenCalled();
});

it.each(['', 'a b', 'x'.repeat(201), 'é'])('refuses the key %j', async (key) => {
  await expect(answer(key)).rejects.toMatchObject({
    status: 400,
    issues: [{ path: '/headers/idempotency-key' }],
  });
});

it('the order of keys makes no other request', async () => {
  admit.mockResolvedValue({ kind: 'first' });
  await answer('k-1', { a: 1, b: 2 });
  await answer('k-1', { b: 2, a: 1 });
  await answer('k-1', { a: 1, b: 3 });
  const [first, second, third] = admit.mock.calls.map(([{ requestHash }]) => requestHash);
  expect([second === first, third === first]).toEqual([true, false]);
});
