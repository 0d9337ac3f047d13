import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, railyard } from './railyard.js';

describe('railyard replay with money and advice', () => {
  const few = ['replay', 'deepseek-v3-mpft', '--replicas', '8', '--set', 'replay.horizon.days=10'];

  it('prices every cause, and the rows add up', async () => {
    const { code, data } = await json([...few, '--price', '2.5']);
    expect(code).toBe(0);
    const { costs } = data as { costs: { cost: number; gpuHours: number; rows: { cost: number }[] } };
    expect(costs.cost).toBeCloseTo(2.5 * costs.gpuHours, 3);
    expect(costs.rows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(costs.cost, 2);
  });

  it('recommends a setting alongside the published optima, for an objective that there is', async () => {
    const { stdout } = await railyard([...few, '--advise', 'cost']);
    expect(stdout).toContain('Recovery for cost');
    expect(stdout).toMatch(/Young +Daly +availability-optimal +exact renewal +simulated +recommended/);
    expect((await railyard([...few, '--advise', 'speed'])).code).toBe(2);
  });

  it('draws ETTR and goodput over a quantity, and lays the replica out as a trace', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-plot-'));
    const plot = join(folder, 'spares.svg');
    const { code, data } = await json([...few, '--plot', plot, '--over', 'spares', '--artifacts', folder]);
    expect(code).toBe(0);
    const { curve } = data as { curve: { points: { x: number }[]; configured: number } };
    expect(curve.points.map(({ x }) => x)).toContain(curve.configured);
    const svg = readFileSync(plot, 'utf8');
    expect(svg).toContain('spare nodes');
    expect(svg.match(/<circle /g)).toHaveLength(2 * curve.points.length);
    const trace = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as {
      traceEvents: { ph: string }[];
    };
    expect(trace.traceEvents.some(({ ph }) => ph === 'i')).toBe(true);
    const alone = await railyard([...few, '--over', 'spares']);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining('--over must be used with --plot'),
    ]);
    rmSync(folder, { recursive: true });
  });
});
