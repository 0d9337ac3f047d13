/** Tests take what a machine has: nothing is installed on it, no matter who runs them. */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './harness.js';

const ROOT = join(import.meta.dirname, '../..');
const TOOLS = pathToFileURL(join(ROOT, 'tools/redis-for-tests.mjs')).href;
const INSTALLERS = ['apt-get', 'apt', 'apk', 'dnf', 'yum', 'brew', 'sudo', 'npm', 'npx', 'curl'];

it('without a redis-server its suites are skipped in one loud line, and no installer is called', () => {
  const folder = temporaryFolder();
  for (const name of INSTALLERS)
    writeFileSync(join(folder.path, name), `#!/bin/sh\n: > "${folder.path}/called-${name}"\n`, {
      mode: 0o755,
    });
  const script =
    `const { redisAvailable } = await import(${JSON.stringify(TOOLS)});` +
    'process.stdout.write(String(redisAvailable()));';
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    // The shell is there, so that an installer could be found and run.
    { encoding: 'utf8', env: { PATH: folder.path } },
  );
  const called = readdirSync(folder.path).filter((name) => name.startsWith('called-'));
  folder.remove();
  expect({ status, stdout, called }).toEqual({ status: 0, stdout: 'false', called: [] });
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/SKIPPED: no redis-server/)]);
});
