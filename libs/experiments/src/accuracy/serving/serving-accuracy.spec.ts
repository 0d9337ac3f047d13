import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { documentOfExchange } from './document-of-exchange.js';
import { documentOfService } from './document-of-service.js';
import { type ServingRow } from './published-service.js';
import { speedBeside } from './published-service.js';
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

  it('of two pools say both, and the requests that follow each other in them', () => {
    expect(documentOfService(row('ix-049')).document).toMatchObject({
      prefill: { gpus: 8, tensor: 1, expert: 8, instances: 5 },
      decode: { gpus: 32, tensor: 1, expert: 32, instances: 1, batch: 64 },
      requests: { concurrency: 2048 },
    });
  });

  it('keep weights and attention in the formats of the files that were served', () => {
    expect(documentOfService(row('ix-109')).document).toMatchObject({
      precision: 'bf16',
      weights: { bits: 4.25, of: 'experts' },
      prefill: { chunk: 8192 },
    });
    expect(documentOfService(row('spark-005')).document).toMatchObject({
      cluster: { device: { preset: 'gb10' } },
      weights: { bits: 4.25, of: 'experts', otherBits: 8.5 },
    });
    expect(documentOfService(row('ix-031'))).toMatchObject({
      document: { precision: 'nvfp4', attentionPrecision: 'bf16' },
      defaults: ['attention in BF16', 'tokens of a pass'],
    });
    expect(documentOfService(row('ix-072')).document).toMatchObject({ cachePrecision: 'fp8' });
  });

  it('hold as many sequences as fit where all requests wait at once', () => {
    const { document, defaults } = documentOfService(row('trtpo-025'));
    expect(defaults).toContain('batch: what fits');
    // 64 layers' worth of Llama 3 70B in FP8 over two H200 leaves 0.9 x 150.8 - 36 GB for the cache.
    const { batch } = (document as { decode: { batch: number } }).decode;
    const perSequence = (1024 + 512) * 80 * 8 * 128 * 2;
    expect(batch).toBeGreaterThan((2 * 80e9) / perSequence);
    expect(batch).toBeLessThan((2 * 110e9) / perSequence);
  });

  it('have the batch at which a user gets what another row of the service says', () => {
    const speed = speedBeside(row('dsprod-003'), table);
    expect(speed).toBe(21);
    expect(speedBeside(row('dsprod-001'), table)).toBeUndefined();
    const [judged] = servingAccuracy(table, 'dsprod-003').rows;
    expect(judged).toMatchObject({ measured: 14_800, isInBand: true, familyName: 'decode, moe' });
    const { batch } = judged!.document!['decode'] as { batch: number };
    // So many users at 21 tokens/s each: 8 GPUs of a node answer batch x 8 x 21.
    expect(judged!.twin! / (8 * batch)).toBeGreaterThan(21);
    expect(judged!.twin! / (8 * batch)).toBeLessThan(22);
  });

  it('count tokens of a kept cache where the rate does', () => {
    expect(documentOfService(row('dsprod-001')).document).toMatchObject({ requests: { cachedShare: 0.563 } });
  });

  it.each([
    ['dsprod-003', 'The row gives neither a batch nor a concurrency.'],
    ['kt-003', 'What lies in the memory of the host, and what on the GPU, is not stated.'],
    ['kt-015', /no cluster preset/],
    ['trt1-012', 'The row gives no acceptance of drafted tokens.'],
  ])('are left out with a reason: %s', (id, why) => {
    const reason = typeof why === 'string' ? new RegExp(why.replaceAll('.', '\\.')) : why;
    expect(() => documentOfService(row(id))).toThrow(reason);
  });

  it('keep experts in the memory of a host whose processors are named', () => {
    expect(documentOfService(row('kt-002')).document).toMatchObject({
      cluster: { device: { preset: 'rtx-4090' } },
      weights: { bits: 4.85, of: 'experts', otherBits: 4.16 },
      hostExperts: { by: 'processor', bandwidthGBps: 307.2 },
    });
    const { rows } = servingAccuracy(['kt-001', 'kt-004'].map(row));
    expect(rows.map(({ errorPct }) => errorPct === null)).toEqual([true, false]);
  });

  it('of an exchange alone are its two directions together', () => {
    expect(documentOfExchange(row('a2anvl-008'))).toMatchObject({
      cluster: { preset: 'gb200-72' },
      decode: { gpus: 32, expert: 32, batch: 128 },
      communication: { dispatchPrecision: 'bf16' },
    });
    expect(() => documentOfExchange(row('ibgda-001'))).toThrow(/no shape/);
    const exchanges = servingAccuracy(table.filter(({ id }) => /^(a2anvl|deepepll)-/.test(id)));
    expect(exchanges.rows[7]).toMatchObject({ id: 'a2anvl-008', measured: 78.9 });
    expect(exchanges.summary.judged).toBe(27);
    expect(exchanges.summary.medianPct).toBeLessThan(12);
  });
});
