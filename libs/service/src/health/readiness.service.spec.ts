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
    { provide: STORAGE, useValue: { records: { writeProbe: { write } }, log } },
    { provide: QUEUE_PROBE, useValue: { unavailable } },
  ],
  exports: [STORAGE, QUEUE_PROBE],
})
class Parts {}

async function service(): Promise<ReadinessService> {
  const testing = await Test.createTestingModule({ imports: [Parts, ReadinessModule] }).compile();
  return testing.get(ReadinessService);
}

const readiness = async (): Promise<unknown> => (await service()).check();

beforeEach(() => {
  jest.clearAllMocks();
  write.mockResolvedValue(undefined);
  unavailable.mockResolvedValue(null);
});

it('is ok when rows were written and the queue answers', async () => {
  expect(await readiness()).toEqual({ status: 'ok', checks: { database: 'ok', queue: 'ok' } });
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

it('writes once for all who ask within a second, and again afterwards', async () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(5000);
  const ready = await service();
  await Promise.all([ready.check(), ready.check()]);
  clock.mockReturnValue(5999);
  await ready.check();
  expect(write).toHaveBeenCalledTimes(1);
  clock.mockReturnValue(6000);
  write.mockRejectedValue(new Error('full'));
  expect(await ready.check()).toMatchObject({ status: 'unavailable' });
  expect(write).toHaveBeenCalledTimes(2);
  clock.mockRestore();
});
