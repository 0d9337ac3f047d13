/** Nodes that leave and come back, and what a job without enough of them does. */
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
