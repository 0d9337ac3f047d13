/** What processes hold of the memory, sampled during a load, and whether that grows. */
import { appendFileSync, readFileSync } from 'node:fs';
import { elementAt } from '@railyard/base';
import { linearRegression, mean, quantile, sum } from 'simple-statistics';
import { type Started } from './processes.js';

export interface Growth {
  readonly firstMB: number;
  readonly lastMB: number;
  /** Least squares over the samples after the warm-up, and its standard error. */
  readonly slopeMBPerHour: number;
  readonly errorMBPerHour: number;
}

const SAMPLE_MS = 2000;
/** Samples of one window; its lower quartile stands for what is held after the collector has been there. */
const WINDOW = 15;

export class MemorySamples<Name extends string> {
  private readonly samples: { readonly seconds: number; readonly megabytes: Record<Name, number> }[] = [];
  private readonly startedMs = performance.now();
  private readonly timer: NodeJS.Timeout;

  /** @param file outlives the experiment: a line for each sample. */
  constructor(
    private readonly file: string,
    private readonly processes: Readonly<Record<Name, Started>>,
  ) {
    appendFileSync(file, `seconds,${Object.keys(processes).join(',')}\n`);
    this.timer = setInterval(() => this.sample(), SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Of what came after so many seconds. */
  growth(of: Name, afterS: number): Growth {
    return growthOf(
      this.samples
        .filter(({ seconds }) => seconds >= afterS)
        .map(({ seconds, megabytes }) => [seconds / 3600, megabytes[of]]),
    );
  }

  private sample(): void {
    const seconds = (performance.now() - this.startedMs) / 1000;
    const megabytes = Object.fromEntries(
      Object.entries<Started>(this.processes).map(([name, one]) => [name, residentMB(one)]),
    ) as Record<Name, number>;
    this.samples.push({ seconds, megabytes });
    const columns = [seconds, ...Object.values<number>(megabytes)].map((value) => value.toFixed(1));
    appendFileSync(this.file, `${columns.join(',')}\n`);
  }
}

/** Not a number once the process has ended. */
function residentMB({ process: { pid, exitCode } }: Started): number {
  if (exitCode !== null) return NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function growthOf(samples: readonly [number, number][]): Growth {
  const held = Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, window): [number, number] => {
    const inside = samples.slice(window * WINDOW, (window + 1) * WINDOW);
    return [
      elementAt(inside, 0)[0],
      quantile(
        inside.map(([, megabytes]) => megabytes),
        0.25,
      ),
    ];
  });
  const round = (value: number): number => Number(value.toFixed(1));
  return {
    firstMB: round(held[0]?.[1] ?? 0),
    lastMB: round(held[held.length - 1]?.[1] ?? 0),
    slopeMBPerHour: round(linearRegression(held).m),
    errorMBPerHour: round(errorOfSlope(held)),
  };
}

/** sqrt(sum of squared residuals / (n - 2) / sum of (x - mean)^2). */
function errorOfSlope(samples: [number, number][]): number {
  const { m, b } = linearRegression(samples);
  const residuals = sum(samples.map(([x, y]) => (y - b - m * x) ** 2));
  const center = mean(samples.map(([x]) => x));
  const spread = sum(samples.map(([x]) => (x - center) ** 2));
  return Math.sqrt(residuals / (samples.length - 2) / spread);
}
