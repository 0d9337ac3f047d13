import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, railyard } from './railyard.js';

const COMMAND = ['network', 'all_reduce_perf', '--cluster', 'h100-64'];
const SIZES = ['-b', '8', '-e', '8M', '-f', '1024'];

interface Rows {
  readonly rows: readonly {
    readonly gpus: number;
    readonly bytes: number;
    readonly count: number;
    readonly timeUs: number;
    readonly busbwGBps: number;
  }[];
}

describe('railyard network over sizes', () => {
  it('prints the columns of nccl-tests for a list of numbers of GPUs, each as by itself', async () => {
    const { code, data } = await json([...COMMAND, '--gpus', '8,32', ...SIZES]);
    expect(code).toBe(0);
    const { rows } = data as Rows;
    expect(rows.map(({ gpus, bytes, count }) => [gpus, bytes, count])).toEqual(
      [8, 32].flatMap((gpus) => [8, 8192, 8_388_608].map((bytes) => [gpus, bytes, bytes / 4])),
    );
    const alone = (await json([...COMMAND, '--gpus', '32', ...SIZES])).data as Rows;
    expect(alone.rows).toEqual(rows.slice(3));
    const csv = await railyard([...COMMAND, '--gpus', '8,32', ...SIZES, '-o', 'csv']);
    const lines = csv.stdout.trim().split('\n');
    expect(lines[0]).toBe('GPUs,size (B),count,time (us),algbw (GB/s),busbw (GB/s),algorithm');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).map(Number))).toEqual(
      rows.map(({ gpus, bytes, count, timeUs }) => [gpus, bytes, count, timeUs]),
    );
  });

  it('writes a curve for each, and wants sizes for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-network-'));
    try {
      const svg = join(folder, 'busbw.svg');
      expect((await railyard([...COMMAND, '--gpus', '8,32', ...SIZES, '--svg', svg])).code).toBe(0);
      const drawn = readFileSync(svg, 'utf8');
      for (const name of ['8 GPUs', '32 GPUs', 'busbw (GB/s)']) expect(drawn).toContain(name);
      const without = await railyard([...COMMAND, '--gpus', '8', '--bytes', '1M', '--svg', svg]);
      expect([without.code, without.stderr]).toEqual([
        2,
        'railyard: --svg must go with sizes. Add `-b 8 -e 8G -f 2`, for example.\n',
      ]);
      const several = await railyard([...COMMAND, '--gpus', '8,32', '--bytes', '1M']);
      expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('several --gpus must')]);
      const wrong = await railyard([...COMMAND, '--gpus', '8,,32', ...SIZES]);
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('joined by commas')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
