import { readFileSync } from 'node:fs';
import { entryOf } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { expertLayerSeconds } from '@railyard/parallelism';
import { parse } from 'csv-parse/sync';
import { expertRows } from './expert-loads.js';
import { isFitted } from './is-fitted.js';
import { publicExperts, type TableRow } from './public-rows.js';

const table = parse(readFileSync('test/data/public-kernels/moe.csv', 'utf8'), {
  columns: true,
}) as readonly TableRow[];
const rows = table.filter(
  ({ device = '', dtype, ep, seconds_vllm: seconds }) =>
    /b[23]00$/.test(device) && dtype === 'nvfp4' && ep === '1' && seconds !== '',
);
const of = (row: TableRow, name: string): number => Number(row[name]);

function errorOf(row: TableRow): number {
  const shape = {
    rows: expertRows(row),
    pairs: of(row, 'tokens') * of(row, 'topk'),
    hidden: of(row, 'hidden'),
    inner: of(row, 'inter') / of(row, 'tp'),
    precision: 'nvfp4',
  } as const;
  return expertLayerSeconds(entryOf(DEVICES, row['device'] ?? ''), shape) / of(row, 'seconds_vllm') - 1;
}

describe('FP4 experts of generated kernels', () => {
  const judged = rows.filter((row) => {
    const kernel = publicExperts(row);
    return 'shape' in kernel && !isFitted(kernel.shape);
  });
  const errors = judged.map(errorOf).sort((a, b) => Math.abs(a) - Math.abs(b));

  it('are within 12 % in the median of rows that were not fitted, on each device', () => {
    expect(rows).toHaveLength(452);
    expect(judged).toHaveLength(201);
    expect(Math.abs(errors[Math.floor(errors.length / 2)]!)).toBeLessThan(0.12);
    for (const device of ['b200', 'gb200', 'b300', 'gb300']) {
      const own = judged.filter((row) => row['device'] === device).map((row) => Math.abs(errorOf(row)));
      expect(own.sort((a, b) => a - b)[Math.floor(own.length / 2)]).toBeLessThan(0.12);
    }
  });
});
