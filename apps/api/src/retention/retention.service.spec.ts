import { type Storage } from '@railyard/jobs';
import { pino } from 'pino';
import { apiConfig } from '../config/index.js';
import { RetentionService } from './retention.service.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('retention', () => {
  const deleteEnded = jest.fn<Promise<object>, [number, () => boolean]>();
  const log = pino({ level: 'silent' });
  const storage = { records: { retention: { deleteEnded } } } as unknown as Storage;
  const opened = (retentionDays?: number): RetentionService =>
    new RetentionService(storage, apiConfig(retentionDays === undefined ? {} : { retentionDays }), log);

  beforeEach(() => {
    jest.useFakeTimers({ now: 100 * DAY_MS });
    deleteEnded.mockReset().mockResolvedValue({ sweeps: 0, runs: 0 });
  });
  afterEach(() => jest.useRealTimers());

  it('deletes what ended before so many days, at the start and every hour', async () => {
    const service = opened(30);
    service.onModuleInit();
    expect(deleteEnded.mock.calls.map(([before]) => before)).toEqual([70 * DAY_MS]);
    await jest.advanceTimersByTimeAsync(HOUR_MS);
    expect(deleteEnded.mock.calls.map(([before]) => before)).toEqual([70 * DAY_MS, 70 * DAY_MS + HOUR_MS]);
    await service.onModuleDestroy();
    await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(deleteEnded).toHaveBeenCalledTimes(2);
  });

  it('keeps everything where no setting says otherwise', async () => {
    const service = opened();
    service.onModuleInit();
    await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(deleteEnded).not.toHaveBeenCalled();
  });

  it('deletes nothing in the hour after the clock was set', async () => {
    const service = opened(30);
    service.onModuleInit();
    await jest.advanceTimersByTimeAsync(HOUR_MS / 2);
    jest.setSystemTime(Date.now() + 365 * DAY_MS);
    await jest.advanceTimersByTimeAsync(HOUR_MS / 2);
    expect(deleteEnded).toHaveBeenCalledTimes(1);
    jest.setSystemTime(Date.now() - 365 * DAY_MS);
    await jest.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(deleteEnded).toHaveBeenCalledTimes(2);
    await service.onModuleDestroy();
  });

  it('stops between batches at the end, and goes on after a failure', async () => {
    const service = opened(1);
    let goesOn: () => boolean = () => false;
    deleteEnded.mockImplementationOnce(async (_before, asked) => {
      goesOn = asked;
      throw new Error('busy');
    });
    await service.pass();
    expect(goesOn()).toBe(true);
    await service.pass();
    expect(deleteEnded).toHaveBeenCalledTimes(2);
    await service.onModuleDestroy();
    expect(goesOn()).toBe(false);
  });
});
