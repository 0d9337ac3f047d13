import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { type TableRow } from '../kernels/index.js';
import { collectiveAccuracy, collectivesOfTable } from './index.js';

const rowsOf = (name: string) =>
  collectivesOfTable(parse(readFileSync(`test/data/${name}.csv`, 'utf8'), { columns: true }) as TableRow[]) ??
  [];

const measured = [...rowsOf('public-kernels/comm'), ...rowsOf('nccl/nccl-tests')];
const accuracy = collectiveAccuracy(measured);

/** Median of the absolute errors of judged rows, by device. */
function medians(pattern: RegExp): ReadonlyMap<string, number> {
  const byDevice = new Map<string, number[]>();
  accuracy.rows.forEach(({ status, errorPct }, i) => {
    const row = measured[i]!;
    if (status !== 'judged' || !('family' in row) || !pattern.test(row.family)) return;
    byDevice.set(row.device, [...(byDevice.get(row.device) ?? []), Math.abs(errorPct ?? Infinity)]);
  });
  return new Map(
    [...byDevice].map(([device, errors]) => [device, errors.sort((a, b) => a - b)[errors.length >> 1] ?? 0]),
  );
}

describe('collectives on rows that were not fitted', () => {
  it('meet 10 % above 1 MiB and 20 % below on one node of every device', () => {
    const large = medians(/one node, above/);
    expect([...large.keys()].sort()).toEqual([
      'a100',
      'b200',
      'b300',
      'gb200',
      'gb300',
      'h100',
      'h200',
      'l40s',
    ]);
    for (const [device, median] of large) expect({ device, ok: median < 10 }).toEqual({ device, ok: true });
    for (const [device, median] of medians(/one node, up to/))
      expect({ device, ok: median < 20 }).toEqual({ device, ok: true });
  });

  it('meet 15 % between nodes', () => {
    const between = medians(/several nodes/);
    expect([...between.keys()]).toEqual(['h100', 'a100']);
    for (const [device, median] of between) expect({ device, ok: median < 15 }).toEqual({ device, ok: true });
  });

  it('says of every row what became of it', () => {
    for (const { status, twin, why } of accuracy.rows)
      expect({ status, known: twin !== null, said: why !== '' }).toEqual({
        status,
        known: status !== 'left-out',
        said: status === 'left-out',
      });
  });
});

it('knows tables by their columns', () => {
  expect(collectivesOfTable([{ device: 'h100', seconds: '1' }])).toBeUndefined();
  expect(collectivesOfTable([])).toEqual([]);
});
