/** One measured figure of `npm run bench`. */
export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value must not be worse than this ... */
  readonly floor?: number;
  /** ... and this is what we want. */
  readonly ambition?: number;
  /** Times, errors and memory: the floor is then an upper bound. Default: more is better. */
  readonly lessIsBetter?: boolean;
  readonly note?: string;
}

/**
 * Runs `work` for about `seconds` of CPU time after as long a warm-up; returns runs per CPU second of this
 * process.
 */
export function rateOf(work: () => void, seconds = 0.5): number {
  measure(work, seconds);
  return measure(work, seconds);
}

/** CPU time, not wall time: the figure is one core's, whatever else the machine does. */
function measure(work: () => void, seconds: number): number {
  const start = process.cpuUsage();
  for (let runs = 1; ; runs += 1) {
    work();
    const used = process.cpuUsage(start);
    const cpu = (used.user + used.system) / 1e6;
    if (cpu >= seconds) return runs / cpu;
  }
}
