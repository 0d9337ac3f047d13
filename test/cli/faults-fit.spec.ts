import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, railyard, ROOT } from './railyard.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-faults-'));
const titan = join(ROOT, 'test/data/failures/titan-gpu-events-by-quarter.csv');
const fleet = ['--gpus', '18688', '--gpus-per-node', '1'];
const window = ['--from', '2014-01-01T00:00:00Z', '--until', '2019-10-01T00:00:00Z'];

describe('railyard faults fit and check', () => {
  it('writes a profile that is valid, and agrees with the log it came from', async () => {
    const out = join(folder, 'titan.yaml');
    const { code, data } = await json(['faults', 'fit', titan, ...fleet, ...window, '--out', out]);
    expect(code).toBe(0);
    expect(data).toMatchObject({ faults: 6367, classes: [{ class: 'gpu_hbm_uce' }, { class: 'gpu_hard' }] });
    expect((await railyard(['validate', out])).stdout).toContain('is valid');
    const check = await json(['faults', 'check', out, titan, ...fleet, ...window]);
    expect(check.data).toMatchObject({ total: { observed: 6367, verdict: 'agrees' } });
    const other = await railyard(['faults', 'check', 'llama3-h100', titan, ...fleet, ...window]);
    expect(other.stdout).toContain('times the faults that llama3-h100 leads to: rate too high.');
  });

  it('asks for the fleet, tells of an assumed window, and names the line of a mistake', async () => {
    expect(await railyard(['faults', 'fit', titan])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--gpus is required: a rate is of a number of GPUs.') as string,
    });
    expect((await railyard(['faults', 'fit', titan, ...fleet])).stdout).toContain('rates are too high');
    const bad = join(folder, 'bad.csv');
    writeFileSync(bad, 'time,xid\nsoon,79\n');
    expect(await railyard(['faults', 'fit', bad, '--gpus', '8'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bad.csv, line 2: A time must be an ISO time') as string,
    });
  });

  it('reads a table with columns and classes of its own, without names on request', async () => {
    const own = join(folder, 'own.csv');
    writeFileSync(own, 'Went down,Box,What\n2026-01-01T00:00:00Z,secret,kaputt\n');
    const { stdout } = await railyard([
      ...['faults', 'read', own, '--map', 'Went down=time', '--map', 'Box=node', '--map', 'What=class'],
      ...['--class', 'kaputt=gpu_hard', '--anonymise'],
    ]);
    expect(stdout).toMatch(/node1 .*gpu_hard/);
    expect(stdout).not.toContain('secret');
  });
});
