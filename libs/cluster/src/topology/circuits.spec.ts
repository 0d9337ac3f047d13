import { partnerIn } from './circuits.js';

describe('the round robin of circuits', () => {
  it.each([2, 5, 8, 17, 32])('pairs every two of %i leaves once, and nobody with two at a time', (leaves) => {
    const rounds = leaves - 1 + (leaves % 2);
    const met = new Set<string>();
    for (let round = 0; round < rounds; round += 1)
      for (let leaf = 0; leaf < leaves; leaf += 1) {
        const other = partnerIn(round, leaf, leaves);
        expect(partnerIn(round, other, leaves)).toBe(leaf);
        if (other !== leaf) met.add(`${Math.min(leaf, other)} ${Math.max(leaf, other)}`);
      }
    expect(met.size).toBe((leaves * (leaves - 1)) / 2);
  });

  it.each([3, 8, 9, 30])('joins all of %i leaves by two rounds', (leaves) => {
    const reached = new Set([0]);
    for (const leaf of reached) for (const round of [0, 1]) reached.add(partnerIn(round, leaf, leaves));
    expect(reached.size).toBe(leaves);
  });
});
