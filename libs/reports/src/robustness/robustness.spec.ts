import {
  DEFAULT_POLICY,
  FAULT_PROFILES,
  PLANNED_MAINTENANCE,
  RECOVERY_POLICIES,
  constantMachine,
  detectorStudy,
  countingMachine,
  expectedInterruptions,
  fatTreeFleet,
  replayJob,
  robustnessData,
  withClasses,
} from '@railyard/replay';
import { renderText } from '../render/index.js';
import { type ReportRow } from '../report.js';
import { BYTEROBUST, LLAMA_3, MEGASCALE } from './published.js';
import { type RobustnessFindings, robustness } from './robustness.js';

const REPLICAS = 30;
const profile = FAULT_PROFILES['llama3-h100']!;
const fleet = fatTreeFleet({ nodes: 256, spareNodes: 5, planes: 8 });
const counting = (planes: number, rebalanceAcrossPlanes: boolean) => {
  const own = fatTreeFleet({ nodes: 256, spareNodes: 5, planes });
  return {
    fleet: own,
    machine: countingMachine({
      fleet: own,
      stepSeconds: 20,
      exposedNetworkSeconds: 4,
      rebalanceAcrossPlanes,
    }),
  };
};
const deployed = {
  ...counting(8, false),
  policy: DEFAULT_POLICY,
  horizon: { kind: 'productive', days: 54.25 } as const,
  seed: 3,
};
const large = fatTreeFleet({ nodes: LLAMA_3.gpus / 8, spareNodes: 41, planes: 8 });

const llamaJob = {
  fleet: large,
  profile: withClasses(profile, PLANNED_MAINTENANCE),
  policy: DEFAULT_POLICY,
  horizon: { kind: 'wall', days: LLAMA_3.days } as const,
  machine: constantMachine(10, large),
  seed: 3,
};

const findings: RobustnessFindings = {
  data: robustnessData({
    deployed,
    singleFabric: counting(1, false),
    multiPort: counting(8, true),
    replicas: REPLICAS,
  }),
  spread: [{ element: 'spine', network: 'mpft', slowdown: 1.004 }],
  presets: Object.entries(RECOVERY_POLICIES).map(([name, policy]) => ({
    name,
    result: replayJob({ ...deployed, machine: constantMachine(20, fleet), profile, policy }, REPLICAS),
  })),
  llama: {
    expected: expectedInterruptions(profile, LLAMA_3.gpus, LLAMA_3.days),
    result: replayJob(llamaJob, 30),
    detectors: [detectorStudy('Llama 3, 16,384 GPUs', llamaJob, 30)],
  },
  megascale: MEGASCALE.days.map((days) => expectedInterruptions(profile, MEGASCALE.gpus, days)),
  byterobust: expectedInterruptions(profile, BYTEROBUST.gpus, BYTEROBUST.days),
};

describe('the robustness report', () => {
  const report = robustness(findings);
  const row = (of: RegExp, name: RegExp): ReportRow =>
    report.rows.find((found) => of.test(found.case) && name.test(found.name))!;

  it('prices each family of the paper, and all of them', () => {
    for (const family of ['interconnect failures', 'single hardware failures', 'silent data corruption']) {
      expect(row(new RegExp(family), /^goodput/).twin).toBeLessThan(100);
    }
    expect(row(/^all classes/, /^ETTR/).twin).toBeLessThan(row(/interconnect/, /^ETTR/).twin);
  });

  it('gives every comparison both sides, the paired difference and its confidence', () => {
    const difference = row(/^Ideal/, /^ETTR, difference$/).twin;
    expect(row(/^Ideal/, /^ETTR.*95 % low/).twin).toBeLessThan(difference);
    expect(row(/^Ideal/, /^ETTR.*95 % high/).twin).toBeGreaterThan(difference);
    expect(difference).toBeCloseTo(
      row(/^Ideal/, /^ETTR, multi-port/).twin - row(/^Ideal/, /^ETTR, deployed/).twin,
      9,
    );
    expect(row(/^Ideal.*stop/, /difference$/).twin).toBeLessThan(0);
  });

  it('has one calibrated row, and says so', () => {
    expect(
      report.rows.filter(({ kind }) => kind !== 'predicted').map(({ name, kind }) => [name, kind]),
    ).toEqual([['unexpected interruptions', 'fitted']]);
    expect(row(/^Llama/, /^unexpected interruptions$/).twin).toBeCloseTo(419, 6);
    expect(row(/^Llama/, /played$/).twin).toBe(findings.llama.result.interruptions);
  });

  it('shows F14 and F15: 99 to 133 restarts against more than 100, 409 events of 9.5 min', () => {
    expect(row(/MegaScale/, /21 d/).twin).toBeCloseTo(99.4, 0);
    expect(row(/MegaScale/, /28 d/).twin).toBeCloseTo(132.6, 0);
    expect(row(/ByteRobust/, /events/).twin).toBeCloseTo(409, 0);
    expect(row(/ByteRobust/, /loss/).twin).toBeCloseTo(9.5, 1);
  });

  it('Llama 3: interruptions inside the Poisson band and ETTR above .90 in one run', () => {
    const { interruptions, ettr, statistics } = findings.llama.result;
    expect(Math.abs(interruptions - LLAMA_3.unexpected)).toBeLessThan(4 * Math.sqrt(LLAMA_3.unexpected / 30));
    expect([ettr > LLAMA_3.effectiveTimeAbove, ettr < LLAMA_3.effectiveTimeBelow]).toEqual([true, true]);
    expect(statistics.rollbacks.mean).toBeGreaterThan(3);
  });

  it.each(
    [...findings.data.detectors, ...findings.llama.detectors].map((study) => [study.job, study] as const),
  )(
    '%s: no detector makes clean goodput worse than its own overhead, each finds more than none does',
    (job, { rows: [none, ...others] }) => {
      for (const found of others) {
        const { mean, standardError } = found.cleanGoodputDifference;
        expect(mean).toBeGreaterThan(-found.overhead - 2 * standardError);
        expect(found.found).toBeGreaterThan(none!.found);
        expect(found.corruptedStepsKept).toBeLessThan(none!.corruptedStepsKept);
      }
      if (job.startsWith('Llama')) expect(others[0]!.detector).toBe('checksum');
    },
  );

  it.each(
    [...findings.data.detectors, ...findings.llama.detectors].map((study) => [study.job, study] as const),
  )('%s: what a detector costs in time is its overhead and corrupted work, to the last', (_, { rows }) => {
    for (const { timeGoodputDifference, timeDifference, overhead, found } of rows) {
      const { checks, restarts, cleanUndone, corruptedUndone, otherParts } = timeDifference;
      const own = checks.mean + restarts.mean + cleanUndone.mean;
      expect(own + corruptedUndone.mean + otherParts.mean).toBeCloseTo(timeGoodputDifference.mean, 12);
      // A restart of ten minutes and half an interval of five for each find more, at most twice.
      const wallS = 54 * 86_400;
      expect(own).toBeGreaterThan(-overhead - ((found - rows[0]!.found) * 2 * 750) / wallS - 1e-4);
      expect(-checks.mean).toBeLessThanOrEqual(overhead);
      expect(-checks.mean).toBeGreaterThanOrEqual(0.8 * overhead);
      if (found > rows[0]!.found) expect(restarts.mean).toBeLessThan(0);
      // Other faults are the same ones: what they and checkpoints take differs by little and by chance.
      expect(otherParts.mean).toBeGreaterThan(-2e-3 - 3 * otherParts.standardError);
    }
    const [none] = rows;
    expect(Object.values(none!.timeDifference).map(({ mean }) => mean)).toEqual([0, 0, 0, 0, 0]);
  });

  it('shows the parts of each difference in time goodput', () => {
    const of = (name: RegExp): number => row(/^Llama.*vendor-diagnostic/, name).twin;
    const own = of(/by checks/) + of(/by restarts/) + of(/by clean work undone/);
    const parts = own + of(/by corrupted work undone/) + of(/by other parts/);
    expect(parts).toBeCloseTo(of(/^time goodput, difference to none$/), 9);
    expect(of(/by clean work undone/)).toBeGreaterThan(-0.1);
    expect(of(/by corrupted work undone/)).toBeGreaterThan(-1.5);
  });

  it('passes when the published bounds hold, and fails when they do not', () => {
    expect(report.withinTolerance).toBe(true);
    const { llama } = findings;
    expect(
      robustness({ ...findings, llama: { ...llama, result: { ...llama.result, ettr: 0.88 } } })
        .withinTolerance,
    ).toBe(false);
    expect(
      robustness({
        ...findings,
        presets: [{ ...findings.presets[0]!, result: { ...findings.presets[0]!.result, ettr: 0.8 } }],
      }).withinTolerance,
    ).toBe(false);
  });

  it('says that H100 rates stand in, which inputs are assumed, and concludes in one paragraph', () => {
    expect(report.conclusion).toContain('those of H100 stand in');
    expect(
      report.inputs.filter(({ provenance }) => provenance === 'assumed').map(({ name }) => name),
    ).toEqual(['detectors.redundancy-check.recall']);
    expect(renderText(report)).toContain('Every judged row is within its tolerance.');
  });
});
