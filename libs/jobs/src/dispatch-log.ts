/** Where a dispatcher logs. pino satisfies it. */
export interface DispatchLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export const SILENT: DispatchLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Counted since the process started; `/metrics` shows them. */
export class DispatchCounters {
  succeeded = 0;
  failed = 0;
  /** Results that came after their lease was lost. */
  dropped = 0;
  /** Results that differ from the stored bytes of the same experiment: must stay 0. */
  diverged = 0;
  /** Leases taken from dead runners. */
  expired = 0;
  /** Jobs that the queue had lost. */
  restored = 0;
  /** Seconds of computing. */
  computeSeconds = 0;
}
