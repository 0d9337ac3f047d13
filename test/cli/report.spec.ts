import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { readPdf } from '../support/pdf.js';
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

  it('as PDF holds the figures and the charts of the others', async () => {
    const out = join(folder, 'review.pdf');
    const made = await railyard(['report', 'run', 'deepseek-v3-mpft', '--format', 'pdf', '--out', out]);
    expect(made).toMatchObject({ code: 0, stdout: '' });
    const [pdf, csv] = [
      readPdf(readFileSync(out)),
      await railyard(['report', 'run', 'deepseek-v3-mpft', '--format', 'csv']),
    ];
    const [, value = ''] = /^step time \(s\),([^,]+)/m.exec(csv.stdout) ?? [];
    expect(pdf.lines).toContain(String(Number(Number(value).toPrecision(5))));
    const words = ['One step, the pipeline ranks of one replica', 'Where the time goes', 'Inputs'];
    expect(pdf.lines).toEqual(expect.arrayContaining(words));
    // Bars and slices are rectangles: the timeline alone has hundreds.
    expect(pdf.marks.match(/ re\n/g)?.length).toBeGreaterThan(500);
  });

  it('says what cannot be made of it', async () => {
    expect(await railyard(['report', 'run', 'deepseek-v3-mpft', '--format', 'docx'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('html, md, csv, svg, pdf'),
    });
    expect(await railyard(['report', 'everything'])).toMatchObject({ code: 2 });
    expect(await railyard(['report', 'run'])).toMatchObject({ code: 2 });
  });
});
