import { SECONDS_PER_DAY } from '@railyard/base';
import fc from 'fast-check';
import { dispersion } from '../formulas/index.js';
import { DrawnTrace } from './drawn-trace.js';
import { type FaultRecord, type FaultSource } from './fault-source.js';
import { fatTreeFleet, type FleetShape, nodeOf } from './fleet.js';
import { FAULT_PROFILES, LEMONS, LINK_FLAP, STRAGGLERS } from './presets.js';
import { type ArrivalSpec, type FaultClassSpec, type FaultProfileSpec } from './profile-spec.js';
import { failStopRatePerS } from './rates.js';

const fleet = (nodes: number, spareNodes = 0): FleetShape => fatTreeFleet({ nodes, spareNodes, planes: 8 });

function draw(source: FaultSource, replica: number, untilS: number): FaultRecord[] {
  const records: FaultRecord[] = [];
  for (source.start(replica); source.timeS <= untilS; source.advance()) {
    records.push({
      timeS: source.timeS,
      classIndex: source.classIndex,
      component: source.component,
      durationS: source.durationS,
    });
  }
  return records;
}

const nodeClass = (arrivals: ArrivalSpec, ratePer1000NodeDays: number): FaultClassSpec => ({
  id: 'node',
  family: 'hardware',
  component: 'node',
  ratePer1000NodeDays,
  arrivals,
  effect: { kind: 'drain' },
  duration: { kind: 'fixed', seconds: 3600 },
  detectionS: 30,
  provenance: 'assumed',
  source: 'test',
});
const profileOf = (...classes: FaultClassSpec[]): FaultProfileSpec => ({
  name: 'test',
  description: 'test',
  networkModel: 'none',
  classes,
});

const llama = FAULT_PROFILES['llama3-h100'];

describe('DrawnTrace', () => {
  it('gives the same faults for the same seed and replica, in order of time, inside the machine', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1000), fc.integer({ min: 1, max: 300 }), (seed, replica, nodes) => {
        const trace = new DrawnTrace(llama, fleet(nodes, 3), seed);
        const first = draw(trace, replica, 100 * SECONDS_PER_DAY);
        draw(trace, replica + 1, 10 * SECONDS_PER_DAY);
        expect(draw(trace, replica, 100 * SECONDS_PER_DAY)).toEqual(first);
        first.forEach((record, index) => {
          expect(record.timeS).toBeGreaterThanOrEqual(index === 0 ? 0 : first[index - 1].timeS);
          const node = nodeOf(fleet(nodes, 3), llama.classes[record.classIndex].component, record.component);
          expect(node).toBeLessThan(nodes + 3);
        });
      }),
      { numRuns: 30 },
    );
  });

  it(
    'keeps every fault when rates grow: the trace at k times the rate holds the trace at any ' +
      'smaller multiple',
    () => {
      fc.assert(
        fc.property(
          fc.nat(),
          fc.double({ min: 0.05, max: 4, noNaN: true }),
          fc.double({ min: 1, max: 3, noNaN: true }),
          (seed, small, factor) => {
            const untilS = 60 * SECONDS_PER_DAY;
            const at = (all: number) =>
              draw(new DrawnTrace(llama, fleet(64), seed, { all }, untilS), 0, untilS);
            const key = ({ timeS, classIndex, component }: FaultRecord) =>
              `${timeS}/${classIndex}/${component}`;
            const large = new Set(at(small * factor).map(key));
            for (const record of at(small)) expect(large.has(key(record))).toBe(true);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('draws exponential distances and uniform components: Kolmogorov-Smirnov and chi-square', () => {
    const spec = nodeClass({ kind: 'exponential' }, 100);
    const trace = new DrawnTrace(profileOf(spec), fleet(50), 12);
    const faults = draw(trace, 0, 4000 * SECONDS_PER_DAY);
    expect(faults.length).toBeGreaterThan(19_000);
    // 50 nodes at 100 / 1000 node-days: 5 a day.
    const distances = faults
      .map(({ timeS }, index) => timeS - (index === 0 ? 0 : faults[index - 1].timeS))
      .sort((a, b) => a - b);
    const n = distances.length;
    const distance = distances.reduce((most, gap, index) => {
      const expected = 1 - Math.exp((-gap * 5) / SECONDS_PER_DAY);
      return Math.max(most, Math.abs(expected - index / n), Math.abs(expected - (index + 1) / n));
    }, 0);
    // 1.95 / sqrt(n) is exceeded once in a thousand.
    expect(distance * Math.sqrt(n)).toBeLessThan(1.95);
    const struck = new Array<number>(50).fill(0);
    for (const { component } of faults) struck[component] += 1;
    const chiSquare = struck.reduce((sum, count) => sum + (count - n / 50) ** 2 / (n / 50), 0);
    // 49 degrees of freedom: 85.4 is exceeded once in a thousand, 24.7 is not reached as often.
    expect(chiSquare).toBeLessThan(85.4);
    expect(chiSquare).toBeGreaterThan(24.7);
  });

  it.each([0.1, 0.5, 0.9])('keeps a share of %d of the faults when thinned to it', (all) => {
    const untilS = 2000 * SECONDS_PER_DAY;
    const profile = profileOf(nodeClass({ kind: 'exponential' }, 100));
    const whole = draw(new DrawnTrace(profile, fleet(50), 13, {}, untilS), 0, untilS);
    const kept = draw(new DrawnTrace(profile, fleet(50), 13, { all }, untilS), 0, untilS);
    const spread = Math.sqrt(whole.length * all * (1 - all));
    expect(Math.abs(kept.length - all * whole.length)).toBeLessThan(4 * spread);
  });

  it.each([Infinity, 0.4, 7])('is the same however long a stretch is drawn ahead: %d days', (days) => {
    const untilS = 60 * SECONDS_PER_DAY;
    const at = (stretchS: number) =>
      draw(new DrawnTrace(llama, fleet(256), 4, {}, untilS, stretchS), 5, untilS);
    expect(at(days * SECONDS_PER_DAY)).toEqual(at(untilS));
  });

  it('F17: doubling every rate doubles the count, so halves the mean time between faults', () => {
    const count = (all: number) => {
      const trace = new DrawnTrace(llama, fleet(2048), 5, { all });
      let total = 0;
      for (let replica = 0; replica < 20; replica += 1)
        total += draw(trace, replica, 54 * SECONDS_PER_DAY).length;
      return total;
    };
    const [one, two] = [count(1), count(2)];
    expect(Math.abs(two / one - 2)).toBeLessThan(4 * Math.sqrt(3 / one) * 3.3);
  });

  it('stops looking beyond its end when almost every fault is thinned out', () => {
    const trace = new DrawnTrace(llama, fleet(64), 1, { all: 1 + Number.EPSILON }, 60 * SECONDS_PER_DAY);
    expect(draw(trace, 0, 60 * SECONDS_PER_DAY)).toEqual(
      draw(new DrawnTrace(llama, fleet(64), 1), 0, 60 * SECONDS_PER_DAY),
    );
    expect(
      draw(new DrawnTrace(llama, fleet(64), 1, { all: 1e-300 }, SECONDS_PER_DAY), 0, SECONDS_PER_DAY),
    ).toEqual([]);
  });

  it('changes only the scaled class', () => {
    const others = (byClass: Readonly<Record<string, number>>) =>
      draw(new DrawnTrace(llama, fleet(256), 9, { byClass }), 3, 30 * SECONDS_PER_DAY).filter(
        ({ classIndex }) => llama.classes[classIndex].id !== 'gpu_hard',
      );
    expect(others({ gpu_hard: 4 })).toEqual(others({}));
  });

  it('F9: flash cuts come 223 a year on 1,250 links with daily variance / mean of 3.3', () => {
    const trace = new DrawnTrace(profileOf(LINK_FLAP), { ...fleet(1250), nicsPerNode: 1 }, 11);
    const counts: number[] = [];
    const [replicas, days] = [40, 348];
    for (let replica = 0; replica < replicas; replica += 1) {
      const perDay = new Array<number>(days).fill(0);
      for (const { timeS } of draw(trace, replica, days * SECONDS_PER_DAY - 1))
        perDay[Math.floor(timeS / SECONDS_PER_DAY)] += 1;
      counts.push(...perDay);
    }
    const perYear = (counts.reduce((sum, n) => sum + n, 0) / counts.length) * 365;
    expect(Math.abs(perYear / 223 - 1)).toBeLessThan(0.05);
    expect(dispersion(counts)).toBeGreaterThan(2.5);
    expect(dispersion(counts)).toBeLessThan(4.2);
  });

  it('F8: 3,000 links at 0.057 % a month give 1.71 hard link faults a month', () => {
    const linkHard = FAULT_PROFILES['llama3-h100-physical'].classes.find(({ id }) => id === 'link_hard')!;
    const trace = new DrawnTrace(profileOf(linkHard), { ...fleet(375), nicsPerNode: 8 }, 3);
    const months = 40_000;
    const total = draw(trace, 0, (months * 365 * SECONDS_PER_DAY) / 12).length;
    expect(Math.abs(total / months / 1.71 - 1)).toBeLessThan(0.03);
  });

  it('F13: the first of 100,000 links of 5 years fails after 26.28 minutes on average', () => {
    const link: FaultClassSpec = { ...LINK_FLAP, ratePerLinkYear: 0.2, arrivals: { kind: 'exponential' } };
    const trace = new DrawnTrace(profileOf(link), { ...fleet(12_500), nicsPerNode: 8 }, 1);
    const events = 100_000;
    let last = 0;
    trace.start(0);
    for (let n = 0; n < events; n += 1) {
      last = trace.timeS;
      trace.advance();
    }
    expect(Math.abs(last / events / 60 / 26.28 - 1)).toBeLessThan(0.01);
  });

  it.each([
    ['weibull, infant mortality', { kind: 'weibull', shape: 0.8 }],
    ['weibull, wear', { kind: 'weibull', shape: 1.6 }],
    [
      'markov-modulated',
      {
        kind: 'markov-modulated',
        burstRateMultiple: 20,
        meanQuietS: 5 * SECONDS_PER_DAY,
        meanBurstS: SECONDS_PER_DAY,
      },
    ],
    ['negative-binomial', { kind: 'negative-binomial', dispersion: 3.3, burstSpanS: 3600 }],
  ] as const)('keeps the long-run rate: %s', (_name, arrivals) => {
    // 50 nodes that live 20 days on average, over 4,000 days: 10,000 faults.
    const trace = new DrawnTrace(profileOf(nodeClass(arrivals, 50)), fleet(50), 2);
    const total = draw(trace, 0, 4000 * SECONDS_PER_DAY).length;
    expect(Math.abs(total / 10_000 - 1)).toBeLessThan(0.06);
  });

  it('a bad firmware strikes the whole fleet for a while: bursts in time, on nodes of all parts', () => {
    const [nodes, days, replicas] = [1000, 100, 60];
    const arrivals = {
      kind: 'markov-modulated',
      burstRateMultiple: 20,
      meanQuietS: 90 * SECONDS_PER_DAY,
      meanBurstS: 10 * SECONDS_PER_DAY,
    } as const;
    const trace = new DrawnTrace(profileOf(nodeClass(arrivals, 5)), fleet(nodes), 3);
    const counts: number[] = [];
    for (let replica = 0; replica < replicas; replica += 1) {
      const found = draw(trace, replica, days * SECONDS_PER_DAY);
      counts.push(found.length);
      // Half of the nodes fail on average, and repeats are of chance alone.
      const expected = nodes * (1 - Math.exp(-found.length / nodes));
      const struck = new Set(found.map(({ component }) => component)).size;
      expect(Math.abs(struck - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / replicas;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (replicas - 1);
    // Poisson counts have 1; here a stretch of 10 days brings 345 faults of 500.
    expect(variance / mean).toBeGreaterThan(50);
  });

  it('draws Weibull lifetimes of new components: the first failures follow n F(t)', () => {
    const shape = 2;
    const trace = new DrawnTrace(profileOf(nodeClass({ kind: 'weibull', shape }, 1)), fleet(4000), 8);
    // mean 1000 d; scale = mean / Gamma(1.5); F(100 d) = 1 - exp(-(100/scale)^2).
    const scale = 1000 / 0.886226925452758;
    const expected = 4000 * (1 - Math.exp(-((100 / scale) ** shape)));
    let total = 0;
    for (let replica = 0; replica < 50; replica += 1)
      total += draw(trace, replica, 100 * SECONDS_PER_DAY).length / 50;
    expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt(expected / 50));
  });

  it('marks stragglers present from the start', () => {
    const trace = new DrawnTrace(profileOf(STRAGGLERS), fleet(2000), 4);
    let total = 0;
    for (let replica = 0; replica < 200; replica += 1) {
      const found = draw(trace, replica, 1);
      expect(new Set(found.map(({ component }) => component)).size).toBe(found.length);
      total += found.length;
    }
    expect(Math.abs(total / 200 - 10)).toBeLessThan(4 * Math.sqrt(10 / 200));
  });

  it('lets lemons fail more often and keeps the mean rate', () => {
    const spec = nodeClass({ kind: 'exponential' }, 10);
    const trace = new DrawnTrace({ ...profileOf(spec), lemons: LEMONS }, fleet(1000), 6);
    const faults = draw(trace, 0, 2000 * SECONDS_PER_DAY);
    expect(Math.abs(faults.length / 20_000 - 1)).toBeLessThan(0.03);
    const perNode = new Map<number, number>();
    for (const { component } of faults) perNode.set(component, (perNode.get(component) ?? 0) + 1);
    const sorted = [...perNode.values()].sort((a, b) => b - a);
    const worst = sorted.slice(0, 12).reduce((sum, n) => sum + n, 0) / faults.length;
    expect(Math.abs(worst - 10 / 14)).toBeLessThan(0.02);
  });

  it('rates of the Llama preset sum to 419 interruptions in 54 days on 16,384 GPUs, spares or not', () => {
    for (const spares of [0, 41]) {
      expect(failStopRatePerS(llama, fleet(2048, spares)) * 54 * SECONDS_PER_DAY).toBeCloseTo(419, 9);
    }
    expect(failStopRatePerS(llama, fleet(256)) * 54.25 * SECONDS_PER_DAY).toBeCloseTo(52.6, 1);
    expect(1 / failStopRatePerS(llama, fleet(256)) / 3600).toBeCloseTo(24.74, 2);
  });
});
