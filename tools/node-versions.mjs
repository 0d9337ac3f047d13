/**
 * The Node versions that are supported in addition to the one that runs, as npm's packages of Node's own
 * binaries.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const NPM = process.env.npm_execpath ?? '/usr/lib/node_modules/npm/bin/npm-cli.js';

const NODES = resolve(import.meta.dirname, '../out/nodes');

/** Kept up to date by hand: the newest of each line. */
export const VERSIONS = (process.env.NODE_VERSIONS ?? '22.23.3,24.9.0,26.9.0').split(',');

/** Its binary, installed when it is not there. */
export function nodeOf(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(NODES, version);
  const binary = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const options = ['install', '--no-audit', '--no-fund', '--silent', `${name}@${version}`];
    execFileSync(process.execPath, [NPM, ...options], { cwd: folder, stdio: 'inherit' });
  }
  return binary;
}
