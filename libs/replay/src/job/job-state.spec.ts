/** The phases of a downtime, and what a job does without enough nodes. */
import { SECONDS_PER_DAY as DAY } from '@railyard/base';
import { fatTreeFleet } from '../faults/index.js';
import { jobRequest, part, playLogged } from '../testing/index.js';
import { Recorder } from './recorder.js';

describe('spares', () => {
  const few = fatTreeFleet({ nodes: 256, spareNodes: 1, planes: 8, dataReplicas: 2 });
  const drains = [
    [1000, 'gpu_hard', 0, DAY],
    [5000, 'gpu_hard', 800, DAY],
  ] as const;

  it('F20: exhausted, the job waits until a node returns and books it', () => {
    const recorder = new Recorder();
    const outcome = playLogged(
      jobRequest({ fleet: few, horizon: { kind: 'wall', days: 3 } }),
      drains,
      recorder,
    );
    expect(part(outcome, 'idleNoSpareS')).toBeCloseTo(1000 + DAY - 5000 - 30, 6);
    expect(outcome.interruptions).toBe(2);
    expect(recorder.spans.filter(({ phase }) => phase === 'wait')).toHaveLength(1);
  });

  it('F20: waits for ever rather than crash when no node returns', () => {
    const outcome = playLogged(
      jobRequest({ fleet: few, horizon: { kind: 'productive', days: 3 } }, { quarantineAfterDrains: 1 }),
      drains,
    );
    expect(outcome.finished).toBe(false);
    expect(part(outcome, 'idleNoSpareS')).toBeGreaterThan(50 * DAY);
  });

  it('an elastic job goes on with one replica less and grows again', () => {
    const outcome = playLogged(
      jobRequest(
        { fleet: few, horizon: { kind: 'wall', days: 3 } },
        { whenNoSpare: 'shrink', checkpointStallS: 0 },
      ),
      drains,
    );
    expect(part(outcome, 'idleNoSpareS')).toBe(0);
    expect(outcome.plannedStops).toBe(1);
    const shrunkFor = 1000 + DAY - 5000 - 630;
    expect(part(outcome, 'degradedS')).toBeCloseTo(shrunkFor / 2, 6);
  });

  it('a node that keeps failing is quarantined', () => {
    const again = Array.from(
      { length: 6 },
      (_, index) => [1000 + index * 2 * 3600, 'gpu_hard', 0, 3600] as const,
    );
    const spared = jobRequest({ horizon: { kind: 'wall', days: 3 } }, { quarantineAfterDrains: 2 });
    expect(playLogged(spared, again).drains).toBeLessThanOrEqual(2);
  });
});

describe('the phases of a downtime', () => {
  const setup = jobRequest({ horizon: { kind: 'wall', days: 1 } }, { drainS: 7, checkpointLoadS: 5 });

  it('follow one another without a gap, each due to the class that stopped the job', () => {
    const recorder = new Recorder();
    playLogged(setup, [[5000, 'gpu_hard', 0, DAY]], recorder);
    expect(recorder.spans).toEqual([
      { phase: 'run', startS: 0, endS: 5000 },
      { phase: 'detect', startS: 5000, endS: 5030, cause: 'gpu_hard' },
      { phase: 'drain', startS: 5030, endS: 5037, cause: 'gpu_hard' },
      { phase: 'restart', startS: 5037, endS: 5632, cause: 'gpu_hard' },
      { phase: 'reload', startS: 5632, endS: 5637, cause: 'gpu_hard' },
      { phase: 'run', startS: 5637, endS: DAY },
    ]);
  });

  it('a restart shorter than its reload is all reload; without a swap nothing is drained', () => {
    const recorder = new Recorder();
    const quick = { ...setup, policy: { ...setup.policy, restartS: 3 } };
    playLogged(quick, [[5000, 'software', 0, 0]], recorder);
    expect(recorder.spans.map(({ phase, startS, endS }) => [phase, endS - startS]).slice(1, -1)).toEqual([
      ['detect', 30],
      ['reload', 3],
    ]);
  });

  it('a restart is spread log-normally about a mean that the spread leaves as it is', () => {
    const count = 300;
    const faults = Array.from({ length: count }, (_, day) => [(day + 0.5) * DAY, 'software', 0, 0] as const);
    const horizon = { kind: 'wall', days: count + 1 } as const;
    /** ln(restart / mean) of each fault. */
    const logs = (restartSigma: number): readonly number[] => {
      const recorder = new Recorder();
      playLogged(jobRequest({ horizon }, { restartSigma, checkpointIntervalS: DAY }), faults, recorder);
      const restarts = new Array<number>(count).fill(0);
      for (const { phase, startS, endS } of recorder.spans)
        if (/^re/.test(phase)) restarts[Math.floor(startS / DAY)]! += endS - startS;
      return restarts.map((seconds) => Math.log(seconds / 600));
    };
    const [half, one] = [logs(0.5), logs(1)];
    // The draw z of a fault is the same under every spread s: ln is s z - s^2 / 2.
    one.forEach((log, fault) => expect(log - 2 * half[fault]!).toBeCloseTo(-0.5 + 0.25, 6));
    const draws = one.map((log) => log + 0.5);
    const mean = draws.reduce((sum, z) => sum + z, 0) / count;
    const variance = draws.reduce((sum, z) => sum + (z - mean) ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    for (const log of logs(0)) expect(log).toBeCloseTo(0, 6);
  });
});
