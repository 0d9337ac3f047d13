import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { json, railyard, ROOT } from './railyard.js';

const [first, second] = [0, 1].map((rank) =>
  join(ROOT, `test/data/traces/hta-sampled-rank-${rank}.json.gz`),
) as [string, string];

describe('railyard import of several recordings', () => {
  it('sets the ranks of a job side by side', async () => {
    const { code, data } = await json(['import', first, second]);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      matched: 5,
      straggler: 1,
      ranks: [{ rank: 0 }, { rank: 1, lastToCome: 4 }],
    });
  });

  it('says what differs from another recording, and from the twin', async () => {
    const { stdout } = await railyard(['import', first, '--against', second]);
    expect(stdout).toContain('A step takes 4.17 ms longer (+24.77 ms of it: computation alone).');
    const { data } = await json(['import', first, '--against', 'deepseek-v3-mpft']);
    const { parts, span } = data as { parts: { changeMs: number }[]; span: { changeMs: number } };
    expect(parts.reduce((sum, { changeMs }) => sum + changeMs, 0)).toBeCloseTo(span.changeMs, 6);
  });

  it('takes rows of kernel kinds of its own, and refuses what is no kind', async () => {
    const { data } = await json(['import', first, '--kind', 'attention=^ncclKernel']);
    expect((data as { communicationMs: number }).communicationMs).toBe(0);
    const bad = await railyard(['import', first, '--kind', 'matmul=x']);
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('(got matmul=x)') as string });
  });

  it('reads Chakra traces, one graph for each rank', async () => {
    const files = [0, 1].map((rank) => join(ROOT, `test/data/traces/all_gather.${rank}.et`));
    const { code, data } = await json(['import', ...files]);
    expect(code).toBe(0);
    expect(data).toMatchObject([{ nodes: 1, version: '0.0.4' }, { nodes: 1 }]);
  });

  it('reads an archive as it reads the files in it, Chakra traces too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-import-'));
    const packed = (name: string, files: readonly string[]): string => {
      const archive = join(folder, name);
      const names = files.map((file) => basename(file));
      execFileSync('tar', ['-caf', archive, '-C', join(ROOT, 'test/data/traces'), ...names]);
      return archive;
    };
    const names = (data: unknown) =>
      JSON.parse(JSON.stringify(data).replaceAll(`${join(ROOT, 'test/data/traces')}/`, '')) as unknown;
    for (const archive of ['ranks.tar', 'ranks.tar.gz', 'ranks.tgz'])
      expect((await json(['import', packed(archive, [first, second])])).data).toEqual(
        names((await json(['import', first, second])).data),
      );
    const graphs = [0, 1].map((rank) => join(ROOT, `test/data/traces/all_gather.${rank}.et`));
    expect((await json(['import', packed('chakra.tar.gz', graphs)])).data).toEqual(
      names((await json(['import', ...graphs])).data),
    );
    const mixed = packed('mixed.tar', [first, 'README.md']);
    expect(await railyard(['import', mixed])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        `${mixed} README.md: A member of the archive must be a trace`,
      ) as string,
    });
    expect(await railyard(['import', mixed, first])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('An archive must be named alone (got 2 names).') as string,
    });
    expect(await railyard(['import', mixed, '--against', first])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--against must be used with one trace (got an archive).') as string,
    });
  });

  it('refuses what it would not read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-import-'));
    mkdirSync(join(folder, 'empty'));
    expect(await railyard(['import', join(folder, 'empty')])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(
        'must hold a trace (got none that ends in .json, .json.gz or .et)',
      ) as string,
    });
    expect(await railyard(['import', first, second, '--retarget', 'h200'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--retarget must be used with one trace (got 2).') as string,
    });
    expect(await railyard(['import', first, '--against', second, '--nic-gbps', '40'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--nic-gbps must be used without --against (got --against ') as string,
    });
    expect(await railyard(['import', first, second, '--against', first])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--against must be used with one trace (got 2).') as string,
    });
  });
});
