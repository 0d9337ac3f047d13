import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { railyard } from './railyard.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-report-'));

describe('railyard report', () => {
  it('of a saved result is that of its experiment', async () => {
    const run = await railyard(['run', 'deepseek-v3-mpft', '--json']);
    const saved = join(folder, 'result.json');
    writeFileSync(saved, run.stdout);
    const [ofResult, ofPreset] = [
      await railyard(['report', 'run', saved]),
      await railyard(['report', 'run', 'deepseek-v3-mpft']),
    ];
    expect(ofResult.code).toBe(0);
    expect(ofResult.stdout).toBe(ofPreset.stdout);
    const { metrics } = JSON.parse(run.stdout) as { metrics: { stepTimeS: number } };
    expect(ofResult.stdout).toContain(`<td>${Number(metrics.stepTimeS.toPrecision(5))}</td>`);
  });

  it('of a figure has its curves, as a picture of its own too', async () => {
    const out = join(folder, 'figure5.svg');
    expect((await railyard(['report', 'reproduce', 'figure5', '--format', 'svg', '--out', out])).code).toBe(
      0,
    );
    const svg = readFileSync(out, 'utf8');
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg.match(/class="curve"/g)).toHaveLength(6);
  });

  it('of a sweep and of days', async () => {
    const sweep = await railyard(['report', 'sweep', 'examples/pipeline-sweep.yaml', '--format', 'md']);
    expect(sweep.stdout).toContain('## Points, best first');
    const days = await railyard([
      ...['report', 'replay', 'deepseek-v3-mpft', '--format', 'md'],
      ...['--set', 'replay.replicas=2'],
    ]);
    expect(days.stdout).toContain('## Over days');
  });

  it('says what cannot be made of it', async () => {
    expect(await railyard(['report', 'run', 'deepseek-v3-mpft', '--format', 'pdf'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('print it from a browser'),
    });
    expect(await railyard(['report', 'everything'])).toMatchObject({ code: 2 });
    expect(await railyard(['report', 'run'])).toMatchObject({ code: 2 });
  });
});
