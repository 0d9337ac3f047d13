import { type InvalidDocumentError } from '@railyard/base';
import { SCHEDULE_NAMES } from '@railyard/parallelism';
import { checkedSchedule, runSchedule } from './index.js';

const base = { name: 'dualpipe', ranks: 16, microBatches: 120 };
const refused = (request: object): readonly string[] => {
  try {
    checkedSchedule(request);
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, code }) => `${path} ${code}`);
  }
};

describe('a request for a schedule', () => {
  it('completes the times that are left out from those that are given', () => {
    expect(checkedSchedule(base)).toEqual({
      ...base,
      times: { fMs: 1, bInputMs: 1, wMs: 1, fbMs: 3, chunksPerDevice: 2, sends: 'published' },
    });
    expect(checkedSchedule({ ...base, fMs: 10, wMs: 9 }).times).toMatchObject({ bInputMs: 10, fbMs: 29 });
    expect(checkedSchedule({ ...base, fbMs: 2 }).times.fbMs).toBe(2);
    expect(
      checkedSchedule({ ...base, name: 'interleaved', microBatches: 32, chunksPerDevice: 4 }).times,
    ).toEqual({
      fMs: 1,
      bInputMs: 1,
      wMs: 1,
      fbMs: 3,
      chunksPerDevice: 4,
      sends: 'published',
    });
  });

  it('is executed', () => {
    expect(runSchedule(checkedSchedule(base))).toMatchObject({
      schedule: 'dualpipe',
      makespanMs: 374,
      ops: 2418,
    });
  });

  it('waits for its sends as published, or not at all', () => {
    // A gradient of one boundary waits for a rank that still runs its long forward.
    const uneven = { ...base, fMs: 5, bInputMs: 1, wMs: 1, fbMs: 4 };
    const published = runSchedule(checkedSchedule(uneven));
    expect(published).toEqual(runSchedule(checkedSchedule({ ...uneven, sends: 'published' })));
    expect(published.bubbleMs).toBeGreaterThan(
      runSchedule(checkedSchedule({ ...uneven, sends: 'eager' })).bubbleMs,
    );
    expect(refused({ ...base, sends: 'late' })).toEqual(['/sends not-allowed']);
  });

  it.each(SCHEDULE_NAMES)('%s refuses what it does not read', (name) => {
    const request = { name, ranks: 4, microBatches: 8 };
    expect(refused({ ...request, fbMs: 3 })).toEqual(
      name.startsWith('dualpipe') ? [] : ['/fbMs not-applicable'],
    );
    expect(refused({ ...request, chunksPerDevice: 3 })).toEqual(
      name === 'interleaved' ? [] : ['/chunksPerDevice not-applicable'],
    );
  });

  it('reports every mistake at once', () => {
    expect(refused({ name: 'dualpipes', ranks: 0, microBatch: 8, fMs: -1, fbMs: 1 })).toEqual([
      '/microBatches missing-key',
      '/microBatch unknown-key',
      '/name not-allowed',
      '/ranks too-small',
      '/fMs too-small',
    ]);
    expect(refused({ ...base, ranks: 3, microBatches: 7, wMs: 86_400_000 })).toEqual([
      '/wMs too-large',
      '/ranks odd-ranks',
      '/microBatches odd-micro-batches',
    ]);
    expect(refused({ ...base, name: 'interleaved', ranks: 32_767, chunksPerDevice: 2 })[0]).toBe(
      '/ranks too-large',
    );
  });
});
