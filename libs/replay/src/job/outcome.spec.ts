import { LEDGER_PARTS, PART, ledgerTotal, toLedger } from './ledger.js';
import { clearOutcome, effectiveTimeOf, emptyOutcome, ettrOf, goodputOf } from './outcome.js';

describe('the time ledger', () => {
  it('has a place for each part, and a sum', () => {
    const seconds = LEDGER_PARTS.map((_, index) => 2 ** index);
    const ledger = toLedger(seconds);
    LEDGER_PARTS.forEach((part, index) => expect([ledger[part], PART[part]]).toEqual([2 ** index, index]));
    expect(ledgerTotal(seconds)).toBe(2 ** LEDGER_PARTS.length - 1);
  });
});

describe('the outcome of a replica', () => {
  it('is empty again once it was cleared', () => {
    const outcome = emptyOutcome(3);
    const dirty = Object.fromEntries(
      Object.entries(outcome).map(([key, value]) => [
        key,
        value instanceof Float64Array ? value.fill(7) : typeof value === 'boolean' ? true : 7,
      ]),
    );
    Object.assign(outcome, dirty);
    clearOutcome(outcome);
    expect(outcome).toEqual(emptyOutcome(3));
    expect(outcome.causeSeconds).toHaveLength(3 * LEDGER_PARTS.length);
  });

  it('has shares of wall time: productive, clean, and running at all', () => {
    const outcome = { ...emptyOutcome(1), wallS: 1000, poisonedStepsKept: 5 };
    outcome.ledger[PART.productiveS] = 700;
    outcome.ledger[PART.degradedS] = 100;
    outcome.ledger[PART.checksS] = 50;
    outcome.ledger[PART.restartS] = 150;
    expect([ettrOf(outcome), goodputOf(outcome, 20), effectiveTimeOf(outcome)]).toEqual([0.7, 0.6, 0.85]);
  });
});
