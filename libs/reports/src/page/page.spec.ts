import {
  experimentFromPreset,
  prepareExperiment,
  prepareSweep,
  runAndRecord,
  runExperiment,
  runMetrics,
} from '@railyard/experiments';
import { renderPage, runPage, sweepPage } from './index.js';

const prepared = prepareExperiment({
  ...(experimentFromPreset('deepseek-v3-mpft') as object),
  name: '<script>=1+1',
  replay: { replicas: 2, horizon: { kind: 'wall', days: 2 } },
});
const { result, timeline } = runAndRecord(prepared, () => undefined);
const page = runPage(result, timeline);

describe('the page of a run', () => {
  it('is one file: nothing of it is fetched or executed', () => {
    const html = renderPage(page, 'html');
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
    expect(html).toContain('&lt;script&gt;=1+1');
    for (const id of ['waterfall', 'time-by-rank', 'timeline', 'memory-by-rank', 'lost-time'])
      expect(html).toContain(`aria-labelledby="${id}"`);
  });

  it('has the figures of the result, and each input with its provenance', () => {
    const rows = page.sections.flatMap(({ tables = [] }) => tables.flatMap((table) => table.rows));
    const valueOf = (name: string) => rows.find(([first]) => first === name)?.[1];
    expect(valueOf('step time (s)')).toBe(result.metrics.stepTimeS);
    expect(valueOf('tokens/s of a GPU')).toBeCloseTo((result.metrics.tokensPerDayB * 1e9) / 86_400 / 2048, 9);
    for (const { name } of result.inputs) expect(valueOf(name)).toBeDefined();
  });

  it('draws bars of one chart on one scale', () => {
    const chart = page.sections
      .flatMap(({ charts = [] }) => charts)
      .find(({ id }) => id === 'memory-by-rank');
    const { ranks } = result.memory as unknown as { ranks: Record<string, number>[] };
    const widths = [...(chart?.body ?? '').matchAll(/width="([\d.]+)"[^>]*><title>weights: ([\d.]+)/g)].map(
      ([, width, value]) => Number(width) / Number(value),
    );
    expect(widths).toHaveLength(ranks.length);
    for (const ratio of widths) expect(ratio / widths[0]!).toBeCloseTo(1, 1);
  });

  it('has the same tables as Markdown and CSV, and its charts as one SVG', () => {
    expect(renderPage(page, 'md')).toContain(
      `| step time (s) | ${Number(result.metrics.stepTimeS.toPrecision(5))}`,
    );
    const csv = renderPage(page, 'csv');
    expect(csv).toContain(String(result.metrics.stepTimeS));
    expect(csv).not.toMatch(/^=/m);
    const svg = renderPage(page, 'svg');
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg).toContain('One step');
  });
});

describe('the page of a sweep', () => {
  const sweep = prepareSweep({
    ...(experimentFromPreset('deepseek-v3-mpft') as object),
    kind: 'Sweep',
    name: 'two by two',
    parameters: {
      'workload.communication.sms': { values: [10, 20] },
      'cluster.nic.bandwidthGBps': { values: [25, 50] },
      'workload.parallelism.expert': { values: [64, 48] },
    },
    objective: { metric: 'mfuCausal', goal: 'maximize' },
  });
  const points = sweep.runs.map(({ prepared: point, parameters }) => ({
    id: point.id,
    parameters,
    metrics: runMetrics(runExperiment(point)),
  }));
  const made = sweepPage({
    document: sweep.document,
    engineVersion: result.engineVersion,
    points,
    infeasible: sweep.infeasible,
  });

  it('ranks points, and names each cause of those that cannot run once', () => {
    const [ranked, causes] = made.sections.flatMap(({ tables = [] }) => tables);
    const mfu = ranked!.rows.map((row) => Number(row[ranked!.columns.indexOf('mfuCausal')]));
    expect(mfu).toEqual(mfu.toSorted((a, b) => b - a));
    expect(causes!.rows).toEqual([[4, expect.stringContaining('expert')]]);
  });
});
