import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StepFile, isStepFile, stepAccuracy } from './index.js';

const read = (name: string): StepFile => {
  const file: unknown = JSON.parse(readFileSync(join(__dirname, '../../../../../test/data', name), 'utf8'));
  if (!isStepFile(file)) throw new Error(name);
  return file;
};
const hostBound = read('host-bound.json');
const inference = read('inference-steps.json');

describe('steps of one GPU', () => {
  const found = stepAccuracy([hostBound, inference]);
  const family = (name: string) => found.families.find((one) => one.family === name)!;

  it('eager training steps, half of them set by the host, are within 15 % in the median', () => {
    expect(family('training').rows).toBe(15);
    expect(family('training').medianPct).toBeLessThan(15);
    expect(found.rows.filter(({ status }) => status === 'fitted').length).toBe(7);
  });

  it('without their software they would be too fast', () => {
    for (const row of found.rows.filter((one) => one.family === 'training'))
      expect(row.document).toMatchObject({ workload: { software: { level: 'eager-pytorch' } } });
  });

  it('prefill is within 5 % and decode within 8 % in the median, nine of ten within 15 %', () => {
    expect(family('prefill').medianPct).toBeLessThan(5);
    expect(family('decode').medianPct).toBeLessThan(8);
    expect(family('decode').p90Pct).toBeLessThan(15);
  });

  it('query heads that no power of two shares a key head are computed a tile each', () => {
    const errorOf = (name: string) => found.rows.find(({ id }) => id === name)?.errorPct ?? NaN;
    expect(Math.abs(errorOf('qwen2.5-1.5b-like/decode/128x4096'))).toBeLessThan(10);
  });

  it('memory is judged where it was measured', () => {
    const measured = hostBound.rows.map((row) => ({ ...row, peakMemoryGB: 10 }));
    const { rows } = stepAccuracy([{ device: 'h200', rows: measured }]);
    expect(typeof rows[0]!.memoryErrorPct).toBe('number');
  });

  it('recomputation, precision and experts of a row are stated; memory is that of tensors', () => {
    const shape = { hidden: 2048, heads: 16, kv: 16, ffn: 5632, layers: 16, vocab: 32000, batch: 4 };
    // Measured: test/data/training-memory.json, logits cast to FP32, and each layer recomputed.
    const rows = [
      { ...shape, kind: 'llama' as const, seq: 2048, stepMs: 1, peakGB: 20.2863, recompute: 'none' },
      { ...shape, kind: 'moe' as const, seq: 2048, stepMs: 1, experts: 8, topk: 2, precision: 'fp8' },
      { ...shape, seq: 2048, stepMs: 1, recompute: true },
    ];
    const [plain, experts, again] = stepAccuracy([{ device: 'NVIDIA H200', method: 'eager', rows }]).rows;
    // The measured stack has one product for query, key and value, which keeps 2 % more.
    expect(Math.abs(plain!.memoryErrorPct!)).toBeLessThan(8);
    expect(experts!.document).toMatchObject({
      workload: { precision: 'fp8-tensor', model: { moe: { routedExperts: 8, topK: 2 } } },
    });
    expect(again!.document).toMatchObject({ workload: { recompute: 'full' } });
    expect(new Set([plain!.id, experts!.id, again!.id]).size).toBe(3);
    const compiled = stepAccuracy([{ device: 'h200', method: 'blocks compiled', rows }]).rows[0]!;
    expect(compiled.document).toMatchObject({ workload: { software: { level: 'torchtitan-2025' } } });
  });

  it('a device without a preset is left out and says why', () => {
    const { rows } = stepAccuracy([{ device: 'made-up', rows: [hostBound.rows[0]!, inference.rows[0]!] }]);
    for (const { status, why } of rows) {
      expect(status).toBe('left-out');
      expect(why).toMatch(/\.$/);
    }
  });

  it('knows its files by their form', () => {
    expect(isStepFile({ device: 'h200', rows: [{ m: 1 }] })).toBe(false);
    expect(isStepFile({ device: 'h200', rows: [] })).toBe(false);
    expect(isStepFile(null)).toBe(false);
  });
});
