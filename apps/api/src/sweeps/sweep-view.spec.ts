import { DEFAULT_POLICY, FAULT_PROFILES } from '@railyard/replay';
import { type Storage } from '@railyard/jobs';
import { type RunState, type SweepEntity, type SweepState } from '@railyard/database';
import { type SweepPlan } from './sweep-protocol.js';
import { stateOf, sweepView } from './sweep-view.js';

const NONE: Readonly<Record<RunState, number>> = {
  queued: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
};
const planOf = (runs: number, infeasible: number): SweepPlan =>
  ({ runs, infeasible: { count: infeasible, groups: [] } }) as unknown as SweepPlan;
const sweepIn = (state: SweepState): SweepEntity => ({ state }) as SweepEntity;

it.each([
  ['expanding', {}, null, 'expanding'],
  ['failed', { running: 1 }, null, 'failed'],
  ['cancelled', { queued: 1 }, null, 'cancelled'],
  ['expanded', { queued: 1, failed: 1 }, planOf(2, 0), 'running'],
  ['expanded', { running: 1 }, planOf(1, 0), 'running'],
  ['expanded', { succeeded: 1, failed: 1, cancelled: 1 }, planOf(3, 0), 'failed'],
  ['expanded', { succeeded: 1, cancelled: 1 }, planOf(2, 0), 'cancelled'],
  ['expanded', { succeeded: 2 }, planOf(2, 1), 'succeeded'],
  ['expanded', {}, planOf(0, 0), 'succeeded'],
  ['expanded', {}, planOf(0, 3), 'failed'],
] as const)('%s with the runs %j is shown as %4$s', (state, some, plan, shown) => {
  expect(stateOf(sweepIn(state), { ...NONE, ...some }, plan)).toBe(shown);
});

describe('a sweep over days', () => {
  const replayOf = (retentionS: number) =>
    JSON.stringify({
      replay: {
        faults: FAULT_PROFILES['llama3-h100'],
        recovery: { ...DEFAULT_POLICY, retentionS },
      },
    });
  const documents: Readonly<Record<string, string>> = { short: replayOf(600), long: replayOf(90_000) };
  const storage = {
    records: {
      runs: { document: (id: string) => Promise.resolve(documents[id]) },
      sweeps: {
        tally: () => Promise.resolve({ best: () => [0, 1], front: () => [], counts: NONE, failures: [] }),
        scored: () =>
          Promise.resolve(
            ['short', 'long'].map((experimentId, position) => ({
              id: `run_${position}`,
              experimentId,
              position,
              parameters: '{}',
              summary: '{}',
            })),
          ),
      },
    },
  } as unknown as Storage;
  const sweep = (metric: string) =>
    ({
      ...sweepIn('expanded'),
      createdAtMs: 0,
      plan: JSON.stringify({ ...planOf(2, 0), objective: { metric, goal: 'maximize' } }),
    }) as SweepEntity;

  it('names the best runs that cannot undo a corruption that they find', async () => {
    const { warnings } = await sweepView(storage, sweep('goodput'));
    expect(warnings).toMatchObject([{ run: '/v1/runs/run_0', code: 'retention-too-short' }]);
  });

  it('reads no documents where the objective is of a step', async () => {
    expect((await sweepView(storage, sweep('tokensPerDayB'))).warnings).toEqual([]);
  });
});
