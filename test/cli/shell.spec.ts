import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { railyard } from './railyard.js';

describe('railyard completion', () => {
  const completed = (script: string, words: readonly string[]): readonly string[] => {
    const line = words.map((word) => `'${word}'`).join(' ');
    const { stdout } = spawnSync('bash', [
      '-c',
      `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _railyard; ` +
        `printf '%s\\n' "${'${COMPREPLY[@]}'}"`,
    ]);
    return String(stdout).trim().split('\n');
  };

  it('of bash knows commands, their commands and their options', async () => {
    const { code, stdout } = await railyard(['completion', 'bash']);
    expect(code).toBe(0);
    expect(completed(stdout, ['railyard', 'repr'])).toEqual(['reproduce']);
    expect(completed(stdout, ['railyard', 'sweeps', 'wat'])).toEqual(['watch']);
    expect(completed(stdout, ['railyard', 'run', 'file.yaml', '--tra'])).toEqual(['--trace']);
    expect(completed(stdout, ['railyard', 'run', '--json', '--set', 'a=b', '--ran'])).toEqual(['--ranks']);
  });

  it('is there for zsh and fish, and for no other shell', async () => {
    expect((await railyard(['completion', 'zsh'])).stdout).toContain('bashcompinit');
    expect((await railyard(['completion', 'fish'])).stdout).toContain(
      "complete -c railyard -n '__fish_seen_subcommand_from run' -l trace",
    );
    expect(await railyard(['completion', 'cmd'])).toMatchObject({ code: 2 });
  });
});

describe('railyard config', () => {
  const settings = async (args: readonly string[]) =>
    (
      JSON.parse((await railyard(['config', '--json', ...args])).stdout) as {
        settings: { setting: string; value: string; from: string }[];
      }
    ).settings;

  it('says where each setting comes from: an option goes before the environment', async () => {
    const of = (all: Awaited<ReturnType<typeof settings>>, name: string) =>
      all.find(({ setting }) => setting === name);
    expect(of(await settings([]), 'server')).toMatchObject({ value: 'here' });
    expect(of(await settings(['--server', 'http://one']), 'server')).toMatchObject({
      value: 'http://one',
      from: 'option --server',
    });
    expect(of(await settings([]), 'output')).toMatchObject({ value: 'json', from: 'option --json' });
  });

  it('shows no key', async () => {
    expect(JSON.stringify(await settings([]))).toMatch(/"value":"(?:not )?set"/);
  });
});

describe('-o name', () => {
  const lines = async (words: string): Promise<readonly string[]> => {
    const { code, stdout, stderr } = await railyard([...words.split(' '), '-o', 'name']);
    expect([code, stderr]).toEqual([0, '']);
    return stdout.trimEnd().split('\n');
  };

  it('lists presets by the words that name them to the next command', async () => {
    const clusters = await lines('presets cluster');
    expect(clusters).toContain('h800-2048-mpft');
    const all = await lines('presets');
    expect(all.filter((line) => line.startsWith('cluster '))).toEqual(
      clusters.map((name) => `cluster ${name}`),
    );
    expect(await lines('presets cluster h800-2048-mpft')).toEqual(['h800-2048-mpft']);
  });

  it('lists and revokes keys by id, and makes none whose secret nobody sees', async () => {
    const database = join(mkdtempSync(join(tmpdir(), 'railyard-names-')), 'keys.db');
    const create = ['keys', 'create', '--name', 'ci', '--database', database];
    const { id } = JSON.parse((await railyard([...create, '--json'])).stdout) as { id: string };
    expect(await lines(`keys list --database ${database}`)).toEqual([id]);
    expect(await railyard([...create, '-o', 'name'])).toMatchObject({ code: 2, stdout: '' });
    expect(await lines(`keys list --database ${database}`)).toEqual([id]);
    expect(await lines(`keys revoke ${id} --database ${database}`)).toEqual([id]);
  });

  it('is refused where there is no name to print', async () => {
    expect(await railyard(['model', 'deepseek-v3', '-o', 'name'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--output name must be used with presets'),
    });
  });
});
