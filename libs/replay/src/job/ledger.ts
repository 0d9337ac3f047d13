/** The time ledger: every second of a job's wall time belongs to exactly one part. */

export const LEDGER_PARTS = [
  /** Work that stands, in seconds at the undisturbed step time. */
  'productiveS',
  /** Training stands still for a checkpoint. */
  'checkpointStallS',
  /** Work done and lost: since the last good checkpoint at a fault, since the corruption at a rollback. */
  'lostWorkS',
  /** From a fault until it is detected. */
  'detectionS',
  /** Taking the node out and a spare in. */
  'drainS',
  /** Process start, communicator set-up, warm-up. */
  'restartS',
  /** Reading the checkpoint. */
  'reloadS',
  /**
   * Time that steps took beyond the undisturbed step time: pauses, lost links, slow nodes, missing replicas.
   */
  'degradedS',
  /** Time spent looking for silent corruption. */
  'checksS',
  /** Waiting for a node because no spare is left. */
  'idleNoSpareS',
] as const;

export type LedgerPart = (typeof LEDGER_PARTS)[number];
export type TimeLedger = Readonly<Record<LedgerPart, number>>;

/** Positions of the parts in a ledger's array. */
export const PART = Object.fromEntries(LEDGER_PARTS.map((part, index) => [part, index])) as Readonly<
  Record<LedgerPart, number>
>;

export function toLedger(seconds: ArrayLike<number>): TimeLedger {
  return Object.fromEntries(
    LEDGER_PARTS.map((part, index) => [part, seconds[index]]),
  ) as unknown as TimeLedger;
}

/** Sum of the parts. */
export function ledgerTotal(seconds: ArrayLike<number>): number {
  let sum = 0;
  for (let part = 0; part < LEDGER_PARTS.length; part += 1) sum += seconds[part];
  return sum;
}

/** Parts in words. */
export const PART_WORDS: Readonly<Record<LedgerPart, string>> = {
  productiveS: 'productive',
  checkpointStallS: 'checkpoints',
  lostWorkS: 'lost work',
  detectionS: 'detection',
  drainS: 'draining',
  restartS: 'restart',
  reloadS: 'reload',
  degradedS: 'degraded',
  checksS: 'checks',
  idleNoSpareS: 'no spare node',
};

export interface LostTime {
  readonly words: string;
  readonly seconds: number;
  /** Of the wall time. */
  readonly share: number;
}

/** What was lost, the most first: all parts but the productive one that took any time. */
export function lostTimes(ledger: TimeLedger): readonly LostTime[] {
  const wall = ledgerTotal(LEDGER_PARTS.map((part) => ledger[part]));
  return LEDGER_PARTS.filter((part) => part !== 'productiveS' && ledger[part] > 0)
    .map((part) => ({ words: PART_WORDS[part], seconds: ledger[part], share: ledger[part] / wall }))
    .sort((a, b) => b.seconds - a.seconds);
}
