import { LEDGER_PARTS, lostTimes, PART_WORDS, toLedger } from './ledger.js';

it('names what was lost, the most first, as shares of the wall time', () => {
  const seconds = LEDGER_PARTS.map((part) =>
    part === 'productiveS' ? 70 : part === 'lostWorkS' ? 10 : part === 'idleNoSpareS' ? 20 : 0,
  );
  expect(lostTimes(toLedger(seconds))).toEqual([
    { words: 'no spare node', seconds: 20, share: 0.2 },
    { words: 'lost work', seconds: 10, share: 0.1 },
  ]);
});

it('has words of its own for every part', () => {
  expect(new Set(Object.values(PART_WORDS)).size).toBe(LEDGER_PARTS.length);
});
