/** The command as one bundle, alongside the files that it is made from. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { railyard, ROOT } from './railyard.js';

const FILES = join(ROOT, 'dist/apps/cli/src/main.js');
const BUNDLE = join(ROOT, 'dist/cli');

function fromFiles(args: readonly string[]): object {
  const env = { ...process.env, NO_COLOR: '1', RAILYARD_SERVER: '', RAILYARD_API_KEY: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [FILES, ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('the bundle of the command', () => {
  it.each([
    ['a run', ['run', 'deepseek-v3-mpft', '--json']],
    ['a sweep on threads', ['sweep', 'examples/pipeline-sweep.yaml', '--threads', '2', '--json']],
    ['YAML', ['presets', 'cluster', 'h800-2048-mpft', '-o', 'yaml']],
    ['CSV', ['presets', '-o', 'csv']],
    ['a table', ['presets', 'cluster']],
    ['a refusal', ['run', 'deepseek-v3-mpft', '--set', 'cluster.nodes=0', '--json']],
  ])('writes the same bytes: %s', async (_name, args) => {
    expect(await railyard(args)).toEqual(fromFiles(args));
  });

  const texts = (ending: string): readonly string[] =>
    readdirSync(BUNDLE)
      .filter((name) => name.endsWith(ending))
      .map((name) => readFileSync(join(BUNDLE, name), 'utf8'));

  it('holds no compiler of schemas and no framework', () => {
    const code = texts('.js').join('\n');
    expect(code).toContain('function runExperiment(');
    expect(code).not.toMatch(/new Function\(|\beval\(/);
    expect(code).not.toMatch(/from "(typeorm|bullmq|fastify|better-sqlite3|@nestjs\/[^"]*)"/);
  });

  it('leads to the source by its maps', () => {
    const sources = texts('.map').flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources);
    expect(sources).toContain('../../libs/parallelism/src/step/simulate-step.ts');
  });
});
