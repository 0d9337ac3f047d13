import { entryOf, exp, IssueList, logGamma } from '@railyard/base';
import {
  type ArrivalSpec,
  checkFaultProfile,
  classRatePerS,
  componentName,
  DrawnTrace,
  FAULT_PROFILES,
  type FaultClassSpec,
  type FaultProfileSpec,
  fatTreeFleet,
  nodeOf,
  rateOf,
} from '../faults/index.js';
import { checkAgainstLog } from './check-profile.js';
import { type ClassFit, fitFaults } from './fit-faults.js';
import { fittedProfile } from './fitted-profile.js';
import { lemonsOf } from './lemons.js';
import { type ObservedFault, type ObservedLog, observedLog } from './observed.js';
import { burstsOf, groupsOf, trendOf } from './patterns.js';
import { fitWeibull, weibullRenewals } from './weibull-fit.js';

const DRAWS = 200;
const gamma = (x: number): number => exp(logGamma(x));
const DAYS = 54;
const FLEET = fatTreeFleet({ nodes: 256, planes: 1 });
const WINDOW_S = DAYS * 86_400;

/** A log of what a profile draws, as if it had been read from a file. */
function drawn(profile: FaultProfileSpec, seed: number, days = DAYS): ObservedLog {
  const trace = new DrawnTrace(profile, FLEET, seed, {}, days * 86_400);
  const faults: ObservedFault[] = [];
  for (trace.start(0); trace.timeS <= days * 86_400; trace.advance()) {
    const { id, component: kind } = profile.classes[trace.classIndex]!;
    const component = componentName(FLEET, kind, trace.component);
    const node = kind === 'job' ? '' : String(nodeOf(FLEET, kind, trace.component));
    faults.push({ timeS: trace.timeS, class: id, component, node, group: '', durationS: trace.durationS });
  }
  return {
    faults,
    exposure: { gpus: 2048, nodes: 256, links: 2048, days },
    from: '2026-01-01T00:00:00Z',
    unclassed: 0,
    outside: 0,
    isWindowAssumed: false,
  };
}

const nodeClass = (arrivals: ArrivalSpec, ratePer1000NodeDays: number): FaultClassSpec => ({
  id: 'node_failure',
  family: 'hardware',
  component: 'node',
  ratePer1000NodeDays,
  arrivals,
  effect: { kind: 'drain' },
  duration: { kind: 'log-normal', medianS: 7200, sigma: 0.8 },
  detectionS: 30,
  provenance: 'assumed',
  source: 'test',
});
const profileOf = (...classes: FaultClassSpec[]): FaultProfileSpec => ({
  name: 'known',
  description: 'known',
  networkModel: 'none',
  classes,
});
const only = (log: ObservedLog): ClassFit => fitFaults(log).classes[0]!;
const share = (holds: (seed: number) => boolean): number =>
  Array.from({ length: DRAWS }, (_, seed) => holds(seed + 1)).filter(Boolean).length / DRAWS;
const inside = (value: number, [low, high]: readonly [number, number]): boolean =>
  low <= value && value <= high;
/**
 * A coverage of 95 % within the binomial error of 200 draws: two standard errors of 1.54 % below it are 184
 * of 200. Bands that cover 95 % have fewer once in 42 times, bands that cover 90 % four times in five.
 */
const COVERED = 0.92;

describe('rates fitted to logs of a known profile', () => {
  it('have bands that hold the true rate, class by class, in 95 of 100 draws', () => {
    const profile = entryOf(FAULT_PROFILES, 'llama3-h100');
    const independent = profile.classes.filter(({ arrivals }) => arrivals.kind === 'exponential');
    const held = new Map(independent.map(({ id }) => [id, 0]));
    for (let seed = 1; seed <= DRAWS; seed += 1) {
      const { classes } = fitFaults(drawn(profile, seed));
      for (const spec of independent) {
        const fit = classes.find(({ class: id }) => id === spec.id);
        const expected = classRatePerS(spec, FLEET) * WINDOW_S;
        // A class without a fault has the band from 0 to 3.69 faults.
        const band: readonly [number, number] =
          fit === undefined
            ? [0, 3.6889]
            : [(fit.band[0] / fit.rate) * fit.faults, (fit.band[1] / fit.rate) * fit.faults];
        if (inside(expected, band)) held.set(spec.id, held.get(spec.id)! + 1);
      }
    }
    for (const [id, count] of held) expect([id, count / DRAWS >= COVERED]).toEqual([id, true]);
    const all = [...held.values()].reduce((sum, count) => sum + count, 0) / (DRAWS * held.size);
    // Bands of counts are exact (Garwood 1936): their coverage is 95 % at least, whatever the rate.
    expect(all).toBeGreaterThanOrEqual(0.95);
  });

  it('are in the units of the profile', () => {
    const fit = only(drawn(profileOf(nodeClass({ kind: 'exponential' }, 20)), 1));
    expect([fit.rateKey, fit.component]).toEqual(['ratePer1000NodeDays', 'node']);
    expect(fit.rate).toBeCloseTo((1000 * fit.faults) / (256 * DAYS), 9);
  });

  it.each([0.6, 1, 1.8])('Weibull lifetimes of shape %f: the band holds it', (shape) => {
    const profile = profileOf(nodeClass({ kind: 'weibull', shape }, 15));
    expect(share((seed) => inside(shape, only(drawn(profile, seed)).weibull!.shapeBand))).toBeGreaterThan(
      COVERED,
    );
  });

  it('a shape of 1 is taken for exponential, one of 0.5 is not', () => {
    const isWeibull = (shape: number) => (seed: number) =>
      only(drawn(profileOf(nodeClass({ kind: 'weibull', shape }, 15)), seed)).arrivals.kind === 'weibull';
    expect(share(isWeibull(1))).toBeLessThan(0.05);
    expect(share(isWeibull(0.5))).toBeGreaterThan(0.9);
  });

  it('bursts widen the band, which still holds the true rate', () => {
    const burst: ArrivalSpec = { kind: 'negative-binomial', dispersion: 3.3, burstSpanS: 3600 };
    const profile = profileOf(nodeClass(burst, 20));
    const expected = classRatePerS(profile.classes[0]!, FLEET) * WINDOW_S;
    const fits = (seed: number) => only(drawn(profile, seed));
    expect(share((seed) => fits(seed).arrivals.kind === 'negative-binomial')).toBeGreaterThan(0.95);
    const held = share((seed) => {
      const { band, rate, faults } = fits(seed);
      return inside(expected, [(band[0] / rate) * faults, (band[1] / rate) * faults]);
    });
    expect(held).toBeGreaterThanOrEqual(COVERED);
  });

  it('repair times: the band holds the true median', () => {
    const profile = profileOf(nodeClass({ kind: 'exponential' }, 5));
    expect(share((seed) => inside(7200, only(drawn(profile, seed)).repair!.medianBand))).toBeGreaterThan(
      COVERED,
    );
  });

  it('lemons are found where a node has far more faults than chance gives, and seldom without', () => {
    const even = profileOf(nodeClass({ kind: 'exponential' }, 10));
    const lemons = {
      ...even,
      lemons: {
        nodeFraction: 4 / 256,
        rateMultiple: 40,
        provenance: 'assumed' as const,
        source: 'test',
      },
    };
    expect(share((seed) => fitFaults(drawn(even, seed)).lemons !== undefined)).toBeLessThan(0.08);
    const counts = Array.from({ length: DRAWS }, (_, seed) => fitFaults(drawn(lemons, seed + 1)).lemons);
    const found = counts.reduce((sum, fit) => sum + (fit?.nodes.length ?? 0), 0) / DRAWS;
    expect(found).toBeGreaterThan(3.5);
    expect(found).toBeLessThan(4.3);
    const multiple = counts.reduce((sum, fit) => sum + (fit?.rateMultiple ?? 0), 0) / DRAWS;
    expect(multiple).toBeGreaterThan(30);
    expect(multiple).toBeLessThan(55);
  });
});

describe('what was fitted, as a profile', () => {
  const profile = entryOf(FAULT_PROFILES, 'llama3-h100');

  it('is valid, says what it comes from, and agrees with its own log', () => {
    const log = drawn(profile, 3);
    const fitted = fittedProfile(fitFaults(log), 'own', 'own.csv');
    const issues = new IssueList();
    checkFaultProfile(fitted, issues);
    expect(issues.issues).toEqual([]);
    expect(fitted.classes.every(({ source }) => source.includes('faults in own.csv; 95 % band'))).toBe(true);
    const { classes, total } = checkAgainstLog(fitted, log);
    expect([...classes, total].map(({ verdict }) => verdict)).toEqual(
      [...classes, total].map(() => 'agrees'),
    );
    for (const { expected, observed } of classes) expect(expected).toBeCloseTo(observed, 6);
  });

  it('a profile of another fleet is distinguished: ten times the rate, a tenth, a class it lacks', () => {
    const log = drawn(profile, 3);
    const scaled = (factor: number): FaultProfileSpec => ({
      ...profile,
      classes: profile.classes.map((spec) => {
        const rate = rateOf(spec);
        return rate === undefined ? spec : { ...spec, [rate.key]: factor * rate.value };
      }),
    });
    expect(checkAgainstLog(scaled(10), log).total.verdict).toBe('rate too high');
    expect(checkAgainstLog(scaled(0.1), log).total.verdict).toBe('rate too low');
    const without = { ...profile, classes: profile.classes.filter(({ id }) => id !== 'gpu_hard') };
    expect(checkAgainstLog(without, log).classes[0]).toMatchObject({
      class: 'gpu_hard',
      verdict: 'not in the profile',
      ratio: null,
    });
  });

  it('the true profile is refused in few draws', () => {
    expect(
      share((seed) => checkAgainstLog(profile, drawn(profile, seed)).total.verdict === 'agrees'),
    ).toBeGreaterThan(COVERED);
  });
});

describe('patterns in time', () => {
  const even = (n: number) => Array.from({ length: n }, (_, at) => ((at + 0.5) / n) * 100);

  it('steady, rising, falling, bathtub, too few', () => {
    expect(trendOf(even(30), 100).verdict).toBe('steady');
    expect(
      trendOf(
        even(30).map((t) => 100 * (t / 100) ** 0.4),
        100,
      ).verdict,
    ).toBe('rising');
    expect(
      trendOf(
        even(30).map((t) => 100 * (t / 100) ** 3),
        100,
      ).verdict,
    ).toBe('falling');
    const tub = [...even(20).map((t) => t / 4), ...even(20).map((t) => 75 + t / 4), 50];
    expect(trendOf(tub, 100)).toMatchObject({ verdict: 'bathtub', thirds: [20, 1, 20] });
    expect(trendOf([1, 2], 100).verdict).toBe('too-few');
  });

  it('bursts and groups', () => {
    const day = 86_400;
    const bursty = Array.from({ length: 40 }, (_, at) => (Math.floor(at / 10) * 5 + 0.5) * day);
    expect(burstsOf(bursty, 20 * day)).toMatchObject({ windows: 20 });
    expect(burstsOf(bursty, 20 * day)!.p).toBeLessThan(1e-6);
    expect(burstsOf([1, 2, 3], 20 * day)).toBeUndefined();
    expect(groupsOf(['a', 'a', ''])).toBeUndefined();
    // Pearson's chi squared of 30 and 10: 10, of one degree of freedom.
    const counts = [...Array.from({ length: 30 }, () => 'a'), ...Array.from({ length: 10 }, () => 'b')];
    expect(groupsOf(counts)!.p).toBeCloseTo(0.001565, 5);
  });

  it('a lemon among quiet nodes', () => {
    expect(
      lemonsOf(
        new Map([
          ['n7', 5],
          ['n1', 1],
        ]),
        100,
      ),
    ).toMatchObject({
      nodes: [{ node: 'n7', faults: 5 }],
      nodeFraction: 0.01,
    });
    expect(lemonsOf(new Map([['n7', 2]]), 100)).toBeUndefined();
  });

  it('renewals: a Poisson process for shape 1, one in the long run for any, and what is drawn', () => {
    expect(weibullRenewals(1, 3)).toBeCloseTo(3, 2);
    // (Mean of t) - 1/2 + variance / (2 mean^2) far out.
    for (const shape of [0.7, 2]) {
      const [g1, g2] = [1, 2].map((n) => gamma(1 + n / shape)) as [number, number];
      expect(weibullRenewals(shape, 8)).toBeCloseTo(8 - 0.5 + (g2 / g1 ** 2 - 1) / 2, 1);
    }
    const spec = nodeClass({ kind: 'weibull', shape: 0.6 }, 15);
    const drawnFaults = Array.from(
      { length: 40 },
      (_, seed) => drawn(profileOf(spec), seed + 1).faults.length,
    );
    const mean = drawnFaults.reduce((sum, n) => sum + n, 0) / 40;
    expect(256 * weibullRenewals(0.6, (15 / 1000) * DAYS)).toBeGreaterThan(0.97 * mean);
    expect(256 * weibullRenewals(0.6, (15 / 1000) * DAYS)).toBeLessThan(1.03 * mean);
  });

  it('too few failures have no shape', () => {
    expect(fitWeibull({ ended: [1, 2, 3], cut: [[10, 5]] })).toBeUndefined();
  });
});

describe('events in a window', () => {
  const event = {
    node: 'n1',
    component: 'gpu0',
    code: 79,
    class: 'gpu-lost',
    jobEffect: 'kills' as const,
    action: 'reset-gpu',
    faultClass: 'gpu_hard',
  };

  it('outside and of no class are reported; a count is spread over what is known of its time', () => {
    const log = observedLog(
      [
        { ...event, timeUs: 1e6 },
        { ...event, timeUs: 50e6, count: 3, timeErrorS: 30 },
        { ...event, timeUs: 60e6, faultClass: '' },
        { ...event, timeUs: 1e12 },
      ],
      { gpus: 8, nodes: 1, links: 8 },
      { fromUs: 0, untilUs: 86_400e6 },
    );
    expect(log).toMatchObject({ unclassed: 1, outside: 1, isWindowAssumed: false });
    expect(log.faults.map(({ timeS }) => Math.round(timeS))).toEqual([1, 30, 50, 70]);
    expect(log.exposure.days).toBe(1);
  });

  it('without a window it is that of the events', () => {
    const log = observedLog(
      [
        { ...event, timeUs: 10e6 },
        { ...event, timeUs: 20e6 },
      ],
      {
        gpus: 8,
        nodes: 1,
        links: 8,
      },
    );
    expect([log.isWindowAssumed, log.exposure.days * 86_400]).toEqual([true, 10]);
  });
});
