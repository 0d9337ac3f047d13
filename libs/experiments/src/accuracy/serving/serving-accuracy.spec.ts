import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { documentOfService } from './document-of-service.js';
import { type ServingRow } from './published-service.js';
import { servingAccuracy } from './serving-accuracy.js';

const table = parse(readFileSync('test/data/serving.csv', 'utf8'), {
  columns: true,
  comment: '#',
  comment_no_infix: true,
}) as readonly ServingRow[];
const row = (id: string): ServingRow => table.find((one) => one.id === id)!;

describe('published services', () => {
  it('become documents by their columns', () => {
    expect(documentOfService(row('ix-003')).document).toMatchObject({
      cluster: { preset: 'h200-128' },
      model: { preset: 'deepseek-v3' },
      precision: 'fp8',
      decode: { gpus: 8, tensor: 8, expert: 1, batch: 16 },
      requests: { promptTokens: 922, outputTokens: 922 },
    });
    expect(documentOfService(row('sgl-001')).document).toMatchObject({
      prefill: { gpus: 32, tensor: 1, expert: 32, overlap: true, tokens: 16_384 },
    });
  });

  it('keep what a step keeps of drafted tokens', () => {
    const { speculation } = documentOfService(row('trt1-002')).document as {
      speculation: { depth: number; acceptance: number };
    };
    expect(speculation.depth).toBe(1);
    expect(1 + speculation.acceptance).toBeCloseTo(1.92, 9);
  });

  it.each([
    ['trtpo-001', 'The row gives neither a batch nor a concurrency.'],
    ['kt-001', /no model preset|no cluster preset/],
    ['kvslope-003', 'Weights of 4 bits'],
  ])('are left out with a reason: %s', (id, why) => {
    const reason = typeof why === 'string' ? new RegExp(why.replaceAll('.', '\\.')) : why;
    expect(() => documentOfService(row(id))).toThrow(reason);
  });

  it('come out as the page on accuracy says', () => {
    const { summary, rows } = servingAccuracy(table);
    expect(summary.rows).toBe(table.length);
    expect(summary.judged).toBeGreaterThan(100);
    expect(summary.medianPct).toBeLessThan(20);
    expect(Math.abs(summary.biasPct ?? 100)).toBeLessThan(12);
    for (const { errorPct, why } of rows) if (errorPct === null) expect(why).toMatch(/\.$/);
  });
});
