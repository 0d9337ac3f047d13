import { GroupSize } from './group-size.js';

describe('the size of a group', () => {
  it('is one until a run was seen, grows when runs are short, and falls at once when one is long', () => {
    const size = new GroupSize();
    expect(size.value).toBe(1);
    size.observe(1);
    expect(size.value).toBe(1);
    for (let run = 0; run < 30; run += 1) size.observe(0.025);
    expect(size.value).toBeGreaterThanOrEqual(16);
    expect(size.value).toBeLessThanOrEqual(20);
    size.observe(2);
    expect(size.value).toBe(1);
  });

  it('follows the mean, the newest run with three tenths of the weight', () => {
    const size = new GroupSize();
    size.observe(0.025);
    expect(size.value).toBe(20);
    size.observe(0.05);
    // 0.5 s over 0.0325 s
    expect(size.value).toBe(15);
  });

  it('is bounded', () => {
    const size = new GroupSize();
    size.observe(1e-6);
    expect(size.value).toBe(32);
  });

  it(
    'says how many runs fit into a time, once it knows more than a first run that may have been ' +
      'slow to start',
    () => {
      const size = new GroupSize();
      expect(size.within(2)).toBe(Infinity);
      size.observe(0.2);
      expect(size.within(2)).toBe(Infinity);
      size.observe(0.01);
      expect(size.within(2)).toBe(200);
      const long = new GroupSize();
      long.observe(20);
      expect(long.within(2)).toBe(0);
      const [warm, slow] = [new GroupSize(), new GroupSize()];
      warm.observe(1);
      slow.observe(1.5);
      expect([warm.within(2), slow.within(2)]).toEqual([Infinity, 1]);
    },
  );

  it('fit as many where a thread was held up for a moment, fewer where its runs have become long', () => {
    const size = new GroupSize();
    for (let run = 0; run < 10; run += 1) size.observe(0.02);
    size.observe(0.6);
    expect(size.within(2)).toBe(100);
    size.observe(0.02);
    size.observe(0.6);
    expect(size.within(2)).toBe(100);
    for (let run = 0; run < 3; run += 1) size.observe(0.6);
    expect(size.within(2)).toBeLessThan(5);
    const grown = new GroupSize();
    for (let run = 0; run < 10; run += 1) grown.observe(0.02);
    grown.observe(10);
    expect(grown.within(2)).toBe(0);
  });
});
