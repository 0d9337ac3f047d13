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

  it('recommends a setting beside the published optima, for an objective that there is', async () => {
    const { stdout } = await railyard([...few, '--advise', 'cost']);
    expect(stdout).toContain('Recovery for cost');
    expect(stdout).toMatch(/Young +Daly +availability-optimal +exact renewal +simulated +recommended/);
    expect((await railyard([...few, '--advise', 'speed'])).code).toBe(2);
  });
});
