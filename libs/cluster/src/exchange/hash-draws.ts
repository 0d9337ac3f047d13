/**
 * How many of n flows hash to each of k equal links, drawn: any difference in a flow's header gives an
 * unrelated choice, so the counts are multinomial, and what is left for each link in turn is binomial.
 */
import { log, logGamma, pow, type RandomStream } from '@railyard/base';

const TWO_32 = 4294967296;
/** Up to so many flows a link, each is drawn by itself. */
const FEW = 3;
/** Smallest mean for which Hörmann's constants hold. */
const LEAST_MEAN = 10;

/** Logarithms of factorials, as they were first asked for; 0 where they were not (0! and 1! have it too). */
const LOG_FACTORIALS = new Float64Array(65_536);

function logFactorial(n: number): number {
  if (n >= LOG_FACTORIALS.length) return logGamma(n + 1);
  const known = LOG_FACTORIALS[n];
  if (known !== 0) return known;
  const value = logGamma(n + 1);
  LOG_FACTORIALS[n] = value;
  return value;
}

export class HashDraws {
  constructor(private readonly stream: RandomStream) {}

  /** Writes into `counts[0 .. links)` how many of `flows` take each link. */
  spread(flows: number, links: number, counts: Float64Array): void {
    if (flows <= FEW * links) {
      counts.fill(0, 0, links);
      for (let flow = 0; flow < flows; flow += 1)
        counts[Math.floor((this.stream.nextUint32() / TWO_32) * links)] += 1;
      return;
    }
    let left = flows;
    for (let i = 0; i < links - 1; i += 1) {
      counts[i] = left === 0 ? 0 : this.binomial(left, 1 / (links - i));
      left -= counts[i];
    }
    counts[links - 1] = left;
  }

  /** Successes of n trials; p is at most 1/2. */
  binomial(n: number, p: number): number {
    return n * p < LEAST_MEAN ? this.byInversion(n, p) : this.byRejection(n, p);
  }

  private uniform(): number {
    return (this.stream.nextUint32() + 0.5) / TWO_32;
  }

  private byInversion(n: number, p: number): number {
    const odds = p / (1 - p);
    let at = 0;
    let probability = pow(1 - p, n);
    for (let rest = this.uniform() - probability; rest > 0 && at < n; rest -= probability) {
      at += 1;
      probability *= (odds * (n - at + 1)) / at;
    }
    return at;
  }

  /** Hörmann 1993, "The generation of binomial random variates", algorithm BTRS. */
  private byRejection(n: number, p: number): number {
    const deviation = Math.sqrt(n * p * (1 - p));
    const b = 1.15 + 2.53 * deviation;
    const a = -0.0873 + 0.0248 * b + 0.01 * p;
    const center = n * p + 0.5;
    const quick = 0.92 - 4.2 / b;
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const edge = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / edge + b) * u + center);
      if (k < 0 || k > n) continue;
      if (edge >= 0.07 && v <= quick) return k;
      const alpha = (2.83 + 5.1 / b) * deviation;
      const mode = Math.floor((n + 1) * p);
      const density =
        logFactorial(mode) +
        logFactorial(n - mode) -
        logFactorial(k) -
        logFactorial(n - k) +
        (k - mode) * log(p / (1 - p));
      if (log((v * alpha) / (a / (edge * edge) + b)) <= density) return k;
    }
  }
}
