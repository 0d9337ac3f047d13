import { RUN_ID_PATTERN, SWEEP_ID_PATTERN, newKeyId, newRunId, newSweepId } from './identifiers.js';

describe('identifiers', () => {
  it('have the form that routes check, and no colon, which the queue forbids', () => {
    expect(newRunId(Date.UTC(2030, 0))).toMatch(RUN_ID_PATTERN);
    expect(newSweepId(0)).toMatch(SWEEP_ID_PATTERN);
    expect(newKeyId()).toMatch(/^key-[0-9a-hjkmnp-tv-z]{12}$/);
    for (const other of ['run-', `run-${'i'.repeat(26)}`, `run-${'a'.repeat(27)}`, `x${newRunId(0)}`])
      expect(other).not.toMatch(RUN_ID_PATTERN);
  });

  it('sort by the millisecond of their creation, then by their order in the process', () => {
    const ids = [0, 1, 31, 32, 1023, 1024, 1.7e12, 1.7e12, 1.7e12 + 1, 2 ** 50 - 1].map(newRunId);
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  it('differ when they are made in the same millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newRunId(0))).size).toBe(1000);
  });
});
