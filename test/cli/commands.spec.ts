import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { json, railyard, ROOT } from './railyard.js';

const document = (rest: object): string =>
  JSON.stringify({ apiVersion: 'railyard/v1', kind: 'Experiment', preset: 'deepseek-v3-mpft', ...rest });

describe('railyard', () => {
  it('shows help with examples, and its version', async () => {
    const help = await railyard(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/Examples:/);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await railyard(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('has examples in the help of every command', async () => {
    const { stdout } = await railyard(['--help']);
    const names = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)\b.* {2}/gm)]
      .map((match) => match[1]!)
      .filter((name) => name !== 'help');
    expect(names).toEqual(expect.arrayContaining(['validate', 'schedule', 'presets']));
    for (const name of names) expect((await railyard([name, '--help'])).stdout).toMatch(/Examples:/);
  });

  it('shows the use of network as it is written, whichever way its help is asked for', async () => {
    for (const args of [['network'], ['network', 'all-to-all'], ['network', 'simulate']]) {
      const { stdout } = await railyard([...args, '--help']);
      expect(stdout).toMatch(/^Usage: railyard network <collective> \[options\]$/m);
      expect(stdout).toContain('Global Options:');
    }
    expect((await railyard(['network', 'cost', '--help'])).stdout).toMatch(/^Usage: railyard network cost /m);
  });

  it.each([
    ['an unknown command', ['vlidate'], /Did you mean validate\?/],
    ['an unknown option', ['presets', '--jsn'], /Did you mean --json\?/],
    ['an unknown format', ['presets', '-o', 'xml'], /table, json, yaml, csv, md/],
    ['a missing argument', ['validate'], /must have a file\. Write it as `railyard validate/],
    [
      'a bad number',
      ['schedule', 'dualpipe', '--ranks', 'x', '--micro-batches', '8'],
      /whole number of at least 1/,
    ],
    [
      'a number that is not held exactly',
      ['run', 'deepseek-v3-mpft', '--seed', '99999999999999999999'],
      /whole number of at most 9007199254740991/,
    ],
  ])('answers %s with exit code 2 and a sentence', async (_name, args, message) => {
    const outcome = await railyard(args);
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
  });

  it('is one JSON document on stdout with --json, whatever goes wrong', async () => {
    expect(await json(['vlidate'])).toMatchObject({ code: 2, data: { error: { code: 'usage' } } });
    expect(await json(['schedule', 'dualpipe', '--ranks', '3', '--micro-batches', '8'])).toMatchObject({
      code: 2,
      data: { error: { code: 'invalid-document', issues: [{ path: '/ranks' }] } },
    });
  });
});

describe('railyard validate', () => {
  it('accepts a sound document from standard input', async () => {
    expect(await json(['validate', '-'], document({}))).toEqual({ code: 0, data: { ok: true, issues: [] } });
    expect(
      (await railyard(['validate', '-'], 'apiVersion: railyard/v1\nkind: Cluster\npreset: h800-2048-mpft\n'))
        .stdout,
    ).toBe('Standard input is valid.\n');
  });

  it.each([
    [
      'unknown key',
      document({ workload: { parallelism: { pp: 8 } } }),
      '/workload/parallelism/pp',
      'unknown-key',
      /`pipeline`/,
    ],
    [
      'EP that does not divide',
      document({ workload: { parallelism: { expert: 48 } } }),
      '/workload/parallelism/expert',
      'not-divisible',
      /./,
    ],
    [
      'stage memory',
      document({ cluster: { device: { memoryGB: 40 } } }),
      '/workload/parallelism',
      'out-of-memory',
      /./,
    ],
    [
      'NaN',
      'apiVersion: railyard/v1\nkind: Experiment\npreset: deepseek-v3-mpft\nseed: .nan\n',
      '/seed',
      'not-finite',
      /./,
    ],
    ['syntax', 'kind: [', '', 'syntax', /./],
    ['deep nesting', '['.repeat(100_000), '', 'too-deep', /./],
    ['10 MB', ' '.repeat(10_000_000) + '{}', '', 'too-big', /./],
  ])('refuses %s with exit code 2, a pointer and a hint', async (_name, text, path, code, hint) => {
    const { code: exit, data } = await json(['validate', '-'], text);
    expect(exit).toBe(2);
    expect(data).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([
        { path, code, message: expect.any(String), hint: expect.stringMatching(hint) },
      ]),
    });
  });

  it('says that there is no such file', async () => {
    const outcome = await railyard(['validate', 'nowhere.yaml', '--json']);
    expect(outcome.code).toBe(4);
    expect(JSON.parse(outcome.stdout)).toEqual({
      error: {
        code: 'not-found',
        message: expect.stringContaining('nowhere.yaml'),
        hint: expect.stringMatching(/^Name a file, or one of the presets /),
      },
    });
    expect(outcome.stderr).toMatch(/^railyard: There is no file .*nowhere\.yaml.*presets /);
  });
});

describe('railyard schedule', () => {
  it('prints the contract, with the op counts of the founding case', async () => {
    const { code, data } = await json([
      'schedule',
      'dualpipe',
      '--ranks',
      '16',
      '--micro-batches',
      '120',
      '--f',
      '1',
      '--b-input',
      '1',
      '--w',
      '1',
      '--fb',
      '3',
    ]);
    expect(code).toBe(0);
    const summary = data as {
      makespanMs: number;
      bubbleMs: number;
      formulaBubbleMs: number;
      ops: number;
      perRank: { rank: number; counts: Record<string, number>; bubbleMs: number }[];
    };
    expect(summary.bubbleMs).toBeCloseTo(summary.formulaBubbleMs, 9);
    expect(summary.perRank).toHaveLength(16);
    for (const { rank, counts } of summary.perRank) {
      const h = Math.min(rank, 15 - rank);
      // F alone 23-h (h = 7: 17), B input-only 15-h, full B 8 (9), W 15-h, F&B 97+h (103).
      expect(counts).toEqual(
        h === 7
          ? { F: 17, B: 8, BW: 9, W: 8, FB: 103 }
          : { F: 23 - h, B: 15 - h, BW: 8, W: 15 - h, FB: 97 + h },
      );
    }
  });

  it.each([
    ['--fb', 'fbMs must be left out for 1f1b', 'use dualpipe or dualpipe-v'],
    ['--chunks', 'chunksPerDevice must be left out for 1f1b', 'use interleaved'],
  ])('refuses %s where it would change nothing', async (option, message, hint) => {
    const outcome = await railyard(['schedule', '1f1b', '--ranks', '4', '--micro-batches', '8', option, '3']);
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(outcome.stderr).toContain(hint);
  });

  it('leaves a formula that does not hold out of table and JSON, and says so', async () => {
    const args = ['schedule', 'zb-v', '--ranks', '8', '--micro-batches', '10'];
    const { stdout } = await railyard(args);
    expect(stdout).toContain(
      'Warning: The published bubble of zb-v holds from 15 micro-batches on 8 ranks (got 10): it is left ' +
        'out.',
    );
    expect(stdout).not.toContain('3.5');
    expect((await json(args)).data).toMatchObject({
      bubbleMs: 5,
      formulaBubbleMs: null,
      warnings: [{ code: 'formula-does-not-hold' }],
    });
  });

  it('refuses what the schedule cannot do', async () => {
    const outcome = await railyard(['schedule', 'dualpipe', '--ranks', '3', '--micro-batches', '7']);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/^railyard: schedule \/ranks: DualPipe must have an even number/m);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('railyard layer', () => {
  it('prints times and operations that add up', async () => {
    const { code, data } = await json(['layer', 'llama3.1-405b', '--device', 'h200', '--sequence', '2048']);
    expect(code).toBe(0);
    const layer = data as {
      forwardMs: number;
      operations: { name: string; pass: string; ms: number; flops: number; bytes: number }[];
    };
    const forward = layer.operations
      .filter(({ pass }) => pass === 'forward')
      .reduce((sum, { ms }) => sum + ms, 0);
    expect(layer.forwardMs).toBeCloseTo(forward, 9);
  });

  it('knows no other presets', async () => {
    expect(await railyard(['layer', 'gpt-5', '--device', 'h200'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('llama3-8b'),
    });
    expect(await railyard(['layer', 'deepseek-v3', '--device', 'a100', '--precision', 'fp8'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/precision'),
    });
  });
});

describe('railyard presets and schema', () => {
  it('lists and prints presets in every format', async () => {
    const { data } = await json(['presets']);
    const names = (data as { presets: { kind: string; name: string }[] }).presets.map(
      ({ kind, name }) => `${kind} ${name}`,
    );
    expect(names).toEqual(
      expect.arrayContaining([
        'cluster h800-2048-mpft',
        'cluster h800-2048-mrft',
        'experiment deepseek-v3-mpft',
        'experiment deepseek-v3-mrft',
        ...[
          'deepseek-v3',
          'deepseek-v2',
          'qwen2.5-72b',
          'llama3.1-405b',
          'llama3-8b',
          'llama3-70b',
          'llama2-7b',
        ].map((name) => `workload ${name}`),
      ]),
    );
    expect((await railyard(['presets', '-o', 'csv'])).stdout).toMatch(/^kind,name,description\n/);
    expect((await railyard(['presets', '-o', 'md'])).stdout).toMatch(/^\| kind \| name \| description \|\n/);
    expect(
      parseYaml((await railyard(['presets', 'cluster', 'h800-2048-mpft', '-o', 'yaml'])).stdout),
    ).toMatchObject({ nodes: 256 });
    expect(await railyard(['presets', 'cluster', 'h900'])).toMatchObject({ code: 4 });
  });

  it('prints a schema', async () => {
    expect(JSON.parse((await railyard(['schema', 'experiment'])).stdout)).toEqual(
      JSON.parse(readFileSync(join(ROOT, 'schemas/experiment.json'), 'utf8')),
    );
  });
});

describe('railyard sweep --dry-run', () => {
  it('previews size, duplicates and infeasible points', async () => {
    const sweep = {
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      preset: 'deepseek-v3-mpft',
      parameters: { 'workload.parallelism.pipeline': { values: [16, 16, 24] } },
    };
    const { code, data } = await json(['sweep', '-', '--dry-run'], JSON.stringify(sweep));
    expect(code).toBe(0);
    expect(data).toMatchObject({
      size: 3,
      duplicates: 1,
      infeasible: [{ parameters: { 'workload.parallelism.pipeline': 24 } }],
      runs: [{ id: expect.any(String) }],
    });
  });

  it('refuses a path that is not there', async () => {
    const sweep = {
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      preset: 'deepseek-v3-mpft',
      parameters: { 'workload.parallelism.pp': { values: [16] } },
    };
    expect(await railyard(['sweep', '-', '--dry-run'], JSON.stringify(sweep))).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'standard input /parameters/workload.parallelism.pp: workload.parallelism has no key `pp`. ' +
          'Use `workload.parallelism.pipeline`.',
      ),
    });
  });
});

describe('railyard compare -o csv', () => {
  it('has numbers where differences are, and nothing where an input is missing', async () => {
    const { code, stdout } = await railyard(['compare', 'deepseek-v3-mpft', 'deepseek-v3-mrft', '-o', 'csv']);
    expect(code).toBe(0);
    expect(stdout).toContain('/cluster/topology/planes,8,\n');
    expect(stdout).toMatch(
      /^metric,deepseek-v3-mpft,deepseek-v3-mrft,deepseek-v3-mrft \(%\),deepseek-v3-mrft \(verdict\)$/m,
    );
    expect(stdout).toMatch(/^stepTimeS,[\d.]+,[\d.]+,0,same$/m);
    expect(stdout).not.toContain("'");
  });
});

describe('railyard serve', () => {
  it('ends with one line where it cannot listen, although its modules have begun', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'railyard-serve-'));
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    try {
      const { port } = taken.address() as AddressInfo;
      const { code, stdout, stderr } = await railyard(
        ['serve', '--port', String(port), '--database', join(folder, 'x.db')],
        undefined,
        folder,
      );
      expect([code, stdout, stderr]).toEqual([
        2,
        '',
        `railyard: Not listening on 127.0.0.1, port ${port}: the port is in use. Choose others ` +
          `with HOST and PORT, or --host and --port.\n`,
      ]);
      const away = await railyard(
        ['serve', '--database', 'postgres://somebody:secret@127.0.0.1:9/none'],
        undefined,
        folder,
        { LOG_LEVEL: 'silent' },
      );
      expect([away.code, away.stderr]).toEqual([
        2,
        expect.stringMatching(/^railyard: PostgreSQL cannot be used: .*127\.0\.0\.1:9/),
      ]);
      expect(away.stderr).not.toContain('secret');
    } finally {
      taken.close();
      rmSync(folder, { recursive: true });
    }
  });
});
