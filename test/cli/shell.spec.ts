import { spawnSync } from 'node:child_process';
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
