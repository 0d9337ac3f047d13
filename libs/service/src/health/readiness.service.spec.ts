import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { STORAGE } from '../database/index.js';
import { QUEUE_PROBE } from '../jobs/index.js';
import { ReadinessModule } from './readiness.module.js';
import { ReadinessService } from './readiness.service.js';

const write = jest.fn();
const unavailable = jest.fn();
const log = { warn: jest.fn() };

@Global()
@Module({
  providers: [
    { provide: STORAGE, useValue: { database: { write }, log } },
    { provide: QUEUE_PROBE, useValue: { unavailable } },
  ],
  exports: [STORAGE, QUEUE_PROBE],
})
class Parts {}

async function readiness(): Promise<unknown> {
  const testing = await Test.createTestingModule({ imports: [Parts, ReadinessModule] }).compile();
  return testing.get(ReadinessService).check();
}

beforeEach(() => {
  write.mockResolvedValue([]);
  unavailable.mockResolvedValue(null);
});

it('is ok when a transaction was committed and the queue answers', async () => {
  expect(await readiness()).toEqual({ status: 'ok', checks: { database: 'ok', queue: 'ok' } });
  const rows = jest.fn();
  (write.mock.calls.at(-1) as [(session: object) => unknown])[0]({ rows });
  expect(rows).toHaveBeenCalledWith('SELECT 1');
});

it('says what is wrong with the queue', async () => {
  unavailable.mockResolvedValue('Redis does not answer');
  expect(await readiness()).toEqual({
    status: 'unavailable',
    checks: { database: 'ok', queue: 'Redis does not answer' },
  });
});

it('tells the reason of a database that cannot be written to the log alone', async () => {
  const error = new Error('disk I/O error at /secret/place');
  write.mockRejectedValue(error);
  expect(await readiness()).toEqual({
    status: 'unavailable',
    checks: { database: 'cannot be written', queue: 'ok' },
  });
  expect(log.warn).toHaveBeenCalledWith({ err: error }, expect.any(String));
});
