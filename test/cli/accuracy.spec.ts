import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnchoredAccuracy,
  type ExperimentResult,
  type KernelAccuracy,
  type RunAccuracy,
} from '@railyard/experiments';
import { ROOT, json, railyard } from './railyard.js';

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

describe('railyard accuracy runs', () => {
  const lines = readFileSync(join(ROOT, 'test/data/training-runs.csv'), 'utf8').split('\n');
  const chosen = lines.filter((line) => /^(id,|#|sc21-t1-0001|korthikanti-000[12]|llama1)/.test(line));

  it('prints the contract, a row with its document, and a plot', async () => {
    const path = file('runs.csv', chosen.join('\n'));
    const plot = join(folder, 'scatter.svg');
    const { summary, sources, rows } = (await json(['accuracy', 'runs', path, '--plot', plot]))
      .data as RunAccuracy;
    expect(summary).toMatchObject({ rows: 4, expressible: 3, fitted: 0, peerRows: 2 });
    expect(sources).toHaveLength(3);
    expect(rows.map(({ id, status }) => [id, status])).toContainEqual(['llama1-0001', 'left-out']);
    expect(readFileSync(plot, 'utf8').match(/<circle cx/g)).toHaveLength(3);
    const { code, stdout } = await railyard(['accuracy', 'runs', path, '--show', 'korthikanti-0002']);
    expect(code).toBe(0);
    const document = file('shown.yaml', stdout);
    expect(await railyard(['validate', document])).toMatchObject({ code: 0 });
    const pairs = (await json(['accuracy', 'anchored', path])).data as AnchoredAccuracy;
    expect(pairs.rows.map(({ id, anchor }) => [id, anchor])).toEqual([
      ['korthikanti-0001', 'korthikanti-0002'],
    ]);
    const table = await railyard(['accuracy', 'runs', path]);
    expect(table.stdout).toContain('4 rows: 3 expressible');
    expect(table.stdout).toContain('The row gives no layout.');
  });

  it('says what is wrong with a file', async () => {
    expect(await railyard(['accuracy', 'runs', join(folder, 'absent.csv')])).toMatchObject({ code: 4 });
    const runs = file('none.csv', 'id,source\n1,a\n');
    expect((await railyard(['accuracy', 'runs', runs])).stderr).toContain('it has no column model');
    const row = file('some.csv', chosen.join('\n'));
    expect(await railyard(['accuracy', 'runs', row, '--show', 'nothing'])).toMatchObject({ code: 4 });
  });
});

describe('railyard project', () => {
  const experiment = (gpus: number): string =>
    file(
      `on-${gpus}.json`,
      JSON.stringify({
        apiVersion: 'railyard/v1',
        kind: 'Experiment',
        name: `on ${gpus}`,
        cluster: { preset: `h100-${gpus}` },
        workload: {
          preset: 'llama3-8b',
          parallelism: { pipeline: 1, tensor: 4 },
          batch: { globalSequences: 64 },
        },
      }),
    );

  it('runs a job as the measured step of another corrects it', async () => {
    const words = ['project', experiment(16), '--anchor', experiment(8), '--measured-step-s', '9'];
    const { code, data } = await json(words);
    expect(code).toBe(0);
    const { anchor } = data as ExperimentResult;
    expect(anchor?.anchors).toMatchObject([{ name: 'on 8', measuredStepS: 9 }]);
    expect(anchor?.corrections.kernels).not.toBe(1);
    expect((await railyard(words)).stdout).toContain('Corrections by the anchors');
    expect(await railyard([...words, '--anchor', experiment(8)])).toMatchObject({ code: 2 });
  });
});
