import { type SensitivityRow } from '@railyard/experiments';
import { json, railyard } from './railyard.js';

describe('railyard sensitivity', () => {
  it('prints the contract, the largest mover first', async () => {
    const { rows } = (await json(['sensitivity', 'deepseek-v3-mpft'])).data as {
      readonly rows: readonly SensitivityRow[];
    };
    expect(rows.length).toBeGreaterThan(6);
    const sizes = rows.map(({ stepPct }) => Math.max(...stepPct.map(Math.abs)));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const sms = rows.find(({ input }) => input === 'workload.communication.sms');
    expect(sms).toMatchObject({ provenance: 'published', low: 18, high: 22 });
    expect(Object.keys(sms?.phasesPct ?? {})).toContain('bubble');
  });

  it('has a table of 80 columns, and values in the CSV', async () => {
    const { stdout, code } = await railyard(['sensitivity', 'deepseek-v3-mpft']);
    expect(code).toBe(0);
    expect(stdout).toContain('device.fp8Tflops');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const csv = await railyard(['sensitivity', 'deepseek-v3-mpft', '-o', 'csv']);
    expect(csv.stdout).toMatch(/^input,provenance,low,high,/m);
  });

  it('says what is wrong with a document', async () => {
    const args = ['sensitivity', 'deepseek-v3-mpft', '--set', 'cluster.nic.efficiency=2'];
    expect(await railyard(args)).toMatchObject({ code: 2, stdout: '' });
  });
});
