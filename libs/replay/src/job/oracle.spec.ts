/**
 * D13: a second, naive implementation of the fault process and of the job, which shares no code with the
 * first: every node has a lifetime of its own, and training is walked through checkpoint by checkpoint.
 */
import { SECONDS_PER_DAY } from '@railyard/base';
import { DrawnTrace, FAULT_PROFILES, type FaultProfileSpec, fatTreeFleet } from '../faults/index.js';
import { constantMachine } from './machine-model.js';
import { ettrOf } from './outcome.js';
import { DEFAULT_POLICY } from './policy-presets.js';
import { JobSimulation } from './simulation.js';

const NODES = 500;
const RATE_PER_NODE_S = 20 / (1000 * SECONDS_PER_DAY);
const [TAU, STALL, RESTART, PRODUCTIVE] = [1800, 20, 900, 20 * SECONDS_PER_DAY];

/** Mulberry32, another generator than the twin's. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface NaiveRun {
  readonly wallS: number;
  readonly gaps: readonly number[];
}

function naive(seed: number): NaiveRun {
  const random = generator(seed);
  const lifetime = () => -Math.log(1 - random()) / RATE_PER_NODE_S;
  const failsAt = Array.from({ length: NODES }, lifetime);
  const gaps: number[] = [];
  let time = 0;
  let lastFailure = 0;
  let saved = 0;
  /** Goes on for `seconds` unless a node fails first; then replaces it and says so. */
  const survive = (seconds: number): boolean => {
    let first = 0;
    for (let node = 1; node < NODES; node += 1) if (failsAt[node] < failsAt[first]) first = node;
    if (failsAt[first] > time + seconds) {
      time += seconds;
      return true;
    }
    time = failsAt[first];
    gaps.push(time - lastFailure);
    lastFailure = time;
    failsAt[first] = time + lifetime();
    return false;
  };
  while (saved < PRODUCTIVE) {
    if (survive(TAU + STALL)) saved += TAU;
    else while (!survive(RESTART));
  }
  return { wallS: time, gaps };
}

/** Two-sample Kolmogorov-Smirnov statistic, and its value at significance .001. */
function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
): readonly [distance: number, critical: number] {
  const [x, y] = [a, b].map((sample) => [...sample].sort((p, q) => p - q)) as [number[], number[]];
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    if (x[i] <= y[j]) i += 1;
    else j += 1;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return [distance, 1.95 * Math.sqrt((x.length + y.length) / (x.length * y.length))];
}

const meanAndError = (sample: readonly number[]): readonly [number, number] => {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  return [
    mean,
    Math.sqrt(
      sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1) / sample.length,
    ),
  ];
};

describe('the naive oracle', () => {
  const runs = Array.from({ length: 40 }, (_, index) => naive(index + 1));
  const fleet = fatTreeFleet({ nodes: NODES, spareNodes: 50, planes: 8 });
  const [spec] = FAULT_PROFILES['meta-rsc1'].classes;
  const profile: FaultProfileSpec = {
    ...FAULT_PROFILES['meta-rsc1'],
    classes: [
      { ...spec!, ratePer1000NodeDays: 20, detectionS: 0, duration: { kind: 'fixed', seconds: 3600 } },
    ],
  };
  const policy = {
    ...DEFAULT_POLICY,
    checkpointIntervalS: TAU,
    checkpointStallS: STALL,
    checkpointPersistS: 0,
    restartS: RESTART,
  };

  it('has the same ETTR within 3 standard errors', () => {
    const simulation = new JobSimulation({
      fleet,
      profile,
      policy,
      horizon: { kind: 'productive', days: PRODUCTIVE / SECONDS_PER_DAY },
      machine: constantMachine(20, fleet),
      seed: 3,
    });
    const [mine, myError] = meanAndError(
      Array.from({ length: 200 }, (_, replica) => ettrOf(simulation.run(replica))),
    );
    const [theirs, theirError] = meanAndError(runs.map(({ wallS }) => PRODUCTIVE / wallS));
    expect(Math.abs(mine - theirs)).toBeLessThan(3 * Math.hypot(myError, theirError));
  });

  it('has the same distribution of times between faults (Kolmogorov-Smirnov, p > .001)', () => {
    const trace = new DrawnTrace(profile, fatTreeFleet({ nodes: NODES, planes: 8 }), 5);
    const gaps: number[] = [];
    let last = 0;
    for (trace.start(0); gaps.length < 8000; trace.advance()) {
      gaps.push(trace.timeS - last);
      last = trace.timeS;
    }
    const [distance, critical] = kolmogorovSmirnov(
      gaps,
      runs.flatMap((run) => run.gaps),
    );
    expect(distance).toBeLessThan(critical);
  });
});
