/** The command as one bundle, alongside the files that it is made from. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { railyard, ROOT } from './railyard.js';

const FILES = join(ROOT, 'dist/apps/cli/src/main.js');

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

  it('holds no compiler of schemas and no framework', () => {
    const code = readFileSync(join(ROOT, 'dist/cli/main.cjs'), 'utf8');
    expect(code).toContain('function runExperiment(');
    expect(code).not.toMatch(/new Function\(|\beval\(/);
    expect(code).not.toMatch(/require\("(typeorm|bullmq|fastify|better-sqlite3|@nestjs\/[^"]*|\.[^"]*)"\)/);
  });

  it('takes over what the build compiled', () => {
    const { pathname } = new URL('../../bin/bundle.mjs', import.meta.url);
    const script = `import { bundleScript } from ${JSON.stringify(pathname)};
      process.stdout.write(String(bundleScript().cachedDataRejected));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('false');
  });

  it('leaves an unexpected error to its files under --debug, whose maps lead to the source', () => {
    const breaking = "data:text/javascript,Array.prototype.some = () => { throw new Error('broken'); };";
    const args = ['--import', breaking, join(ROOT, 'bin/railyard.mjs'), 'presets', '--debug'];
    const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toMatch(/Error: broken[^]*apps\/cli\/src\/program\.ts:/);
  });
});
