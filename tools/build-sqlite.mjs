/**
 * After `npm ci` on Node 20: the native half of better-sqlite3 12. A prebuilt binary when one can be
 * downloaded, else compiled; compiled against the headers that this Node was installed with when they are
 * there, so that a machine that reaches only the npm registry can do it. (Its own install script cannot:
 * without a download of headers it fails, and the whole installation with it.)
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'node_modules', 'better-sqlite3');

function loads() {
  // In a process of its own: a binary for another Node may abort.
  const code = `new (require(${JSON.stringify(folder)}))(':memory:').close()`;
  return spawnSync(process.execPath, ['-e', code], { stdio: 'ignore' }).status === 0;
}

function run(script, args) {
  return spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
}

function nodeGyp() {
  const npm = process.env.npm_execpath ?? '/usr/lib/node_modules/npm/bin/npm-cli.js';
  try {
    return createRequire(npm).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return undefined;
  }
}

function build() {
  const download = createRequire(join(folder, 'package.json')).resolve('prebuild-install/bin.js');
  if (run(download, []).status === 0 && loads()) return 'downloaded';
  const gyp = nodeGyp();
  if (gyp === undefined)
    throw new Error('better-sqlite3 must be compiled, and npm has no node-gyp here. Run this by "npm ci".');
  const prefix = resolve(dirname(process.execPath), '..');
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h')) ? [`--nodedir=${prefix}`] : [];
  process.stdout.write('Compiling better-sqlite3 (about two minutes) ...\n');
  const compiled = run(gyp, ['rebuild', '--release', '--jobs', 'max', ...headers]);
  if (compiled.status !== 0 || !loads()) {
    throw new Error(
      `better-sqlite3 could not be compiled; it needs python3, make and a C++ ` +
        `compiler.\n${compiled.stderr.slice(-3000)}`,
    );
  }
  return 'compiled';
}

// From Node-API 10 on version 13 is used, which ships its binaries (connection/sqlite-driver.ts).
if (Number(process.versions.napi) < 10 && existsSync(folder) && !loads()) {
  try {
    process.stdout.write(`better-sqlite3: ${build()}.\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
