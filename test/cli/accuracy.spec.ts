import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KernelAccuracy } from '@railyard/experiments';
import { json, railyard } from './railyard.js';

jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'railyard-accuracy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const row = { op: 'gemm', precision: 'bf16', m: 8192, n: 8192, k: 8192, seconds: 0.0015, kernels: 1 };

describe('railyard accuracy kernels', () => {
  it('prints the contract for the shipped sets', async () => {
    const { summary, sources, rows } = (await json(['accuracy', 'kernels'])).data as KernelAccuracy;
    expect(rows.length).toBe(summary.rows);
    expect(summary.expressible).toBeGreaterThan(10_000);
    expect(summary.medianPct).toBeLessThan(8);
    expect(new Set(sources.map(({ device }) => device)).size).toBe(8);
  });

  it("judges a user's own kernels, and shows one", async () => {
    const path = file(
      'mine.json',
      JSON.stringify({ device: 'NVIDIA H200', rows: [row, { ...row, op: 'sort' }] }),
    );
    const { rows } = (await json(['accuracy', 'kernels', path])).data as KernelAccuracy;
    expect(rows.map(({ status }) => status === 'left-out')).toEqual([false, true]);
    const shown = await railyard(['accuracy', 'kernels', path, '--show', rows[0]?.id ?? '']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(await railyard(['accuracy', 'kernels', path, '--show', 'nothing'])).toMatchObject({ code: 4 });
  });

  it('says what is wrong with a file', async () => {
    expect(await railyard(['accuracy', 'kernels', join(folder, 'absent.csv')])).toMatchObject({ code: 4 });
    for (const path of [file('a.json', '{'), file('b.json', '[]'), file('c.csv', 'x,y\n1,2\n')])
      expect(await railyard(['accuracy', 'kernels', path])).toMatchObject({ code: 2 });
  });
});
