import { checkpointTimes } from './checkpoint-size.js';

describe('checkpointTimes', () => {
  const storage = { nodeBandwidthGBps: 10, aggregateWriteGBps: 1e5, aggregateReadGBps: 1e5 };

  it("takes 2.1 s for DeepSeek-V3's 5.4 TB on 256 nodes at 10 GB/s each", () => {
    expect(checkpointTimes(5.4e12, 256, storage).persistS).toBeCloseTo(2.109, 3);
  });

  it('is bound by the storage cluster when that is slower, writing and reading apart', () => {
    const times = checkpointTimes(1e12, 100, { ...storage, aggregateWriteGBps: 100, aggregateReadGBps: 500 });
    expect(times).toEqual({ persistS: 10, loadS: 2 });
  });
});
