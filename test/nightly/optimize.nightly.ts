/**
 * Issue 5: the search for the best layout of DeepSeek-V3 on the founding cluster, against every layout of the
 * grid that can run. The light form is next to the code.
 */
import { type RunMetrics, metricsOf, prepareSweep, searchBest } from '@railyard/experiments';

const SWEEP = { apiVersion: 'railyard/v1', kind: 'Sweep', preset: 'deepseek-v3-mpft', method: 'optimize' };

/** CPU seconds of this process since `start`. */
function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

describe('the best layout of DeepSeek-V3 on 2,048 H800, over the whole grid', () => {
  const sweepStart = process.cpuUsage();
  const sweep = prepareSweep(SWEEP);
  const result = searchBest(sweep, (run) => metricsOf(run.prepared));
  const searchS = cpuSince(sweepStart);
  const gridStart = process.cpuUsage();
  const all = new Map<string, RunMetrics>(
    sweep.runs.map(({ prepared }) => [prepared.id, metricsOf(prepared)]),
  );
  const gridS = cpuSince(gridStart);
  const best = Math.max(...[...all.values()].map(({ tokensPerDayB }) => tokensPerDayB));
  const figures = [
    `${sweep.size} candidates, ${sweep.runs.length} can run`,
    `the search ran ${result.runs.length} in ${searchS.toFixed(1)} CPU s`,
    `the grid ran ${all.size} in ${gridS.toFixed(1)} CPU s`,
    `as written: rank ${result.reference!.rank} of ${result.reference!.of}`,
  ].join('; ');
  process.stdout.write(`${figures}\n`);

  it('tries at least 5,000 candidates, and settles every one', () => {
    expect(sweep.size).toBeGreaterThanOrEqual(5000);
    expect(sweep.runs.length + sweep.infeasible.length + sweep.duplicates).toBe(sweep.size);
    expect(result.runs.length + result.pruned.length).toBe(sweep.runs.length);
  });

  it('finds the best of the grid', () => {
    expect(result.runs[0]!.metrics.tokensPerDayB).toBe(best);
    expect(result.pruned.length).toBeGreaterThan(0);
  });

  it('has a bound that no layout beats, in all that were pruned', () => {
    const beaten = result.pruned.filter(({ id, bound }) => all.get(id)!.tokensPerDayB > bound);
    expect(beaten).toEqual([]);
  });

  it('ranks the layout as written where the grid has it', () => {
    const { id, rank, rankAtMost, of } = result.reference!;
    const own = all.get(id)!.tokensPerDayB;
    const better = [...all.values()].filter(({ tokensPerDayB }) => tokensPerDayB > own).length;
    expect([rank, rankAtMost, of]).toEqual([1 + better, 1 + better, all.size]);
  });
});
