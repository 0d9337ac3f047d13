/**
 * `npm run test:nodes`: the repository built by each supported Node, the engine's specs and one suite of the
 * service under it. The bytes of results are compared by the specs themselves: the golden file is one for
 * all.
 */
import { execFileSync } from 'node:child_process';
import { delimiter, dirname, resolve } from 'node:path';
import { NPM, VERSIONS, nodeOf } from './node-versions.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const SUITES = [
  'test/golden.spec.ts',
  'libs/base',
  'libs/experiments/src/simulation',
  'libs/experiments/src/replay',
  'test/e2e/api.spec.ts',
];

for (const version of VERSIONS) {
  const node = nodeOf(version);
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const run = (args) => execFileSync(node, args, { cwd: ROOT, env, stdio: 'inherit' });
  run([NPM, 'run', '--silent', 'build']);
  run(['node_modules/jest/bin/jest.js', ...SUITES]);
  process.stdout.write(`Node ${version}: built, and its suites passed.\n`);
}
