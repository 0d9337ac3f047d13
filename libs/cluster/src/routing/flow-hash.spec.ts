import { FlowHash } from './flow-hash.js';

describe('FlowHash', () => {
  const choices = (hash: FlowHash, source: number, destination: number, flow: number) =>
    Array.from({ length: 6 }, (_, hop) => hash.of(source, destination, flow).choose(hop, 1 << 30));

  it('depends on every part of the tuple, on the hop and on the seed', () => {
    const seen = [
      choices(new FlowHash(1), 2, 3, 4),
      choices(new FlowHash(9), 2, 3, 4),
      choices(new FlowHash(1), 9, 3, 4),
      choices(new FlowHash(1), 2, 9, 4),
      choices(new FlowHash(1), 2, 3, 9),
      choices(new FlowHash(1 + 4294967296), 2, 3, 4),
    ].flat();
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('does not depend on what was asked before', () => {
    const hash = new FlowHash(5);
    const alone = hash.of(1, 2, 3).choose(5, 1000);
    hash.of(7, 7, 7).choose(0, 10);
    hash.of(1, 2, 3).choose(0, 10);
    expect(hash.choose(5, 1000)).toBe(alone);
  });

  it('is uniform over any count, also of hops further on', () => {
    const hash = new FlowHash(0);
    for (const count of [3, 8, 31]) {
      const used = new Int32Array(count);
      for (let flow = 0; flow < 1000 * count; flow += 1) used[hash.of(3, 4, flow).choose(4, count)] += 1;
      const chiSquare = used.reduce((sum, n) => sum + ((n - 1000) * (n - 1000)) / 1000, 0);
      expect(chiSquare).toBeLessThan(count + 4 * Math.sqrt(2 * count));
    }
  });
});
