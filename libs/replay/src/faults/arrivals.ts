/**
 * When the faults of one class strike: arrival processes over the whole population of the class. Each costs
 * time per fault, not per component or per second. A process draws from its own stream, addressed by replica,
 * and nothing else shifts it.
 */
import {
  EventQueue,
  type RandomStream,
  assertUnreachable,
  exp,
  invariant,
  log,
  logGamma,
  pow,
} from '@railyard/base';
import { eventKey } from './event-key.js';
import { type ArrivalSpec } from './profile-spec.js';

export interface ArrivalProcess {
  /** Time of the current fault, in ascending order; Infinity when there is none left. */
  timeS: number;
  /** It strikes so long after `timeS`: of a burst that is the start. */
  afterS: number;
  /** Component that it strikes. */
  component: number;
  /** Goes to the first fault of a replica. */
  start(replica: number): void;
  advance(): void;
}

/** Which component an arrival strikes, drawn from the process's stream. */
export type ComponentPicker = (stream: RandomStream) => number;

interface Arrivals {
  readonly stream: RandomStream;
  /** Of the whole class, per second. */
  readonly ratePerS: number;
  readonly components: number;
  readonly pick: ComponentPicker;
  /** Share of the drawn faults that are kept: a fault kept at a lower share is kept at a higher one. */
  readonly keep: number;
  /**
   * Faults later than this are of no interest: a process that is thinned to almost nothing stops looking
   * there.
   */
  readonly untilS: number;
}

/** Builds the process of a class; `initial` arrivals are all at time 0. */
export function arrivalProcess(spec: ArrivalSpec, arrivals: Arrivals): ArrivalProcess {
  if (arrivals.keep === 0 || (spec.kind === 'initial' ? spec.fraction : arrivals.ratePerS) === 0)
    return silence();
  switch (spec.kind) {
    case 'exponential':
      return poisson(arrivals);
    case 'weibull':
      return weibull(arrivals, spec.shape);
    case 'negative-binomial':
      return bursts(arrivals, spec.dispersion, spec.burstSpanS);
    case 'markov-modulated':
      return modulated(arrivals, spec.burstRateMultiple, spec.meanQuietS, spec.meanBurstS);
    case 'periodic':
      return periodic(arrivals);
    case 'initial':
      return initial(arrivals, spec.fraction);
    default:
      return assertUnreachable(spec);
  }
}

function silence(): ArrivalProcess {
  return { timeS: Infinity, afterS: 0, component: 0, start: () => undefined, advance: () => undefined };
}

/** One every 1 / rate seconds. */
function periodic({ stream, ratePerS, pick, keep }: Arrivals): ArrivalProcess {
  const distanceS = 1 / ratePerS;
  let count = 0;
  const process: ArrivalProcess = {
    timeS: 0,
    component: 0,
    afterS: 0,
    start(replica) {
      stream.seek(replica);
      count = 0;
      process.advance();
    },
    advance() {
      // A share k of the faults is every 1/k-th of them.
      do count += 1;
      while (Math.floor(count * keep) === Math.floor((count - 1) * keep));
      process.timeS = count * distanceS;
      process.component = pick(stream);
    },
  };
  return process;
}

/**
 * Superposition of exponential lifetimes. A share of the faults is kept by their marks, which have a stream
 * of their own, one for each fault: what is kept stays the same whatever is dropped, and where all are kept
 * no mark is drawn.
 */
function poisson({ stream, ratePerS, pick, keep, untilS }: Arrivals): ArrivalProcess {
  const meanS = 1 / ratePerS;
  const marks = keep < 1 ? stream.child('marks') : undefined;
  const process: ArrivalProcess = {
    timeS: 0,
    component: 0,
    afterS: 0,
    start(replica) {
      stream.seek(replica);
      marks?.seek(replica);
      process.timeS = 0;
      process.advance();
    },
    advance() {
      let time = process.timeS;
      let isKept: boolean;
      do {
        time += stream.exponential(meanS);
        process.component = pick(stream);
        isKept = marks === undefined || marks.uniform() < keep;
      } while (!isKept && time <= untilS);
      process.timeS = isKept ? time : Infinity;
    },
  };
  return process;
}

/**
 * Weibull lifetimes, exactly: the components that never failed are order statistics of one sample (spacings
 * Exp(1)/n in cumulative hazard); those that failed draw a new lifetime. No component is touched before it
 * fails.
 */
function weibull({ stream, ratePerS, components }: Arrivals, shape: number): ArrivalProcess {
  const scaleS = components / ratePerS / exp(logGamma(1 + 1 / shape));
  const lifetime = (hazard: number): number => scaleS * pow(hazard, 1 / shape);
  const renewed = new EventQueue();
  /** The fresh components as a sparse permutation of 0..fresh-1. */
  const moved = new Map<number, number>();
  let fresh = 0;
  let hazard = 0;
  let nextFreshS = Infinity;
  const drawFresh = (): void => {
    if (fresh === 0) {
      nextFreshS = Infinity;
      return;
    }
    hazard += stream.exponential(1) / fresh;
    nextFreshS = lifetime(hazard);
  };
  const takeFresh = (): number => {
    const at = stream.integer(fresh);
    const component = moved.get(at) ?? at;
    fresh -= 1;
    moved.set(at, moved.get(fresh) ?? fresh);
    return component;
  };
  const process: ArrivalProcess = {
    timeS: Infinity,
    component: 0,
    afterS: 0,
    start(replica) {
      stream.seek(replica);
      renewed.clear();
      moved.clear();
      fresh = components;
      hazard = 0;
      drawFresh();
      process.advance();
    },
    advance() {
      if (nextFreshS <= renewed.peekTime()) {
        process.timeS = nextFreshS;
        process.component = takeFresh();
        drawFresh();
      } else {
        process.timeS = renewed.peekTime();
        process.component = renewed.pop();
      }
      renewed.push(process.timeS + lifetime(stream.exponential(1)), process.component);
    },
  };
  return process;
}

/** Logarithmic-series variate by inversion: P(k) = -p^k / (k ln(1 - p)); `first` is P(1). */
function logarithmicSize(stream: RandomStream, p: number, first: number): number {
  let probability = first;
  let left = stream.uniform() - probability;
  let size = 1;
  while (left > 0 && size < 10_000) {
    probability *= (p * size) / (size + 1);
    size += 1;
    left -= probability;
  }
  return size;
}

/**
 * Compound Poisson with logarithmic cluster sizes: negative-binomial counts of the given variance / mean. A
 * burst's draws are addressed by its start; its faults come one after the other, in no order of time.
 */
function bursts(
  { stream, ratePerS, pick, keep, untilS }: Arrivals,
  dispersion: number,
  spanS: number,
): ArrivalProcess {
  invariant(dispersion > 1, 'bursts are over-dispersed', { dispersion });
  const p = 1 - 1 / dispersion;
  const first = -p / log(1 - p);
  const meanSize = (dispersion - 1) / log(dispersion);
  const parents = poisson({ stream, ratePerS: ratePerS / meanSize, components: 1, pick, keep, untilS });
  const members = stream.child('members');
  let of = 0;
  /** Faults of the burst at hand that are still to come. */
  let left = 0;
  const process: ArrivalProcess = {
    timeS: Infinity,
    component: 0,
    afterS: 0,
    start(replica) {
      of = replica;
      left = 0;
      parents.start(replica);
      process.advance();
    },
    advance() {
      if (left > 0) {
        left -= 1;
        process.afterS = members.uniform() * spanS;
        return;
      }
      process.timeS = parents.timeS;
      process.component = parents.component;
      process.afterS = 0;
      if (process.timeS === Infinity) return;
      members.seek(of, eventKey(process.timeS, process.component));
      left = logarithmicSize(members, p, first) - 1;
      parents.advance();
    },
  };
  return process;
}

/** Two-state Markov-modulated Poisson process, started in its stationary state. */
function modulated(
  { stream, ratePerS, pick }: Arrivals,
  multiple: number,
  meanQuietS: number,
  meanBurstS: number,
): ArrivalProcess {
  const inBurst = meanBurstS / (meanBurstS + meanQuietS);
  const quietRate = ratePerS / (1 - inBurst + inBurst * multiple);
  let bursty = false;
  let stateEndsS = 0;
  const process: ArrivalProcess = {
    timeS: 0,
    component: 0,
    afterS: 0,
    start(replica) {
      stream.seek(replica);
      process.timeS = 0;
      bursty = stream.uniform() < inBurst;
      stateEndsS = stream.exponential(bursty ? meanBurstS : meanQuietS);
      process.advance();
    },
    advance() {
      let time = process.timeS;
      for (;;) {
        time += stream.exponential(1 / (bursty ? quietRate * multiple : quietRate));
        if (time < stateEndsS) break;
        time = stateEndsS;
        bursty = !bursty;
        stateEndsS += stream.exponential(bursty ? meanBurstS : meanQuietS);
      }
      process.timeS = time;
      process.component = pick(stream);
    },
  };
  return process;
}

/**
 * Each component has the fault at time 0 with the given probability: geometric skips over those that do not.
 */
function initial({ stream, components, keep }: Arrivals, fraction: number): ArrivalProcess {
  const process: ArrivalProcess = {
    timeS: 0,
    component: -1,
    afterS: 0,
    start(replica) {
      stream.seek(replica);
      process.timeS = 0;
      process.component = -1;
      process.advance();
    },
    advance() {
      const share = Math.min(1, fraction * keep);
      process.component += 1 + (share >= 1 ? 0 : Math.floor(log(stream.uniform()) / log(1 - share)));
      if (!(process.component < components)) process.timeS = Infinity;
    },
  };
  return process;
}
