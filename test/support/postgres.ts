/**
 * A PostgreSQL for tests: POSTGRES_TEST_URL where it is set (a server to make databases on, or `none`),
 * otherwise one of its own where the binaries are installed.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseOptions } from '@railyard/database';
import { DataSource } from 'typeorm';
import { freePort } from '../../tools/redis-for-tests.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NO_SERVER = 'none';

function binaries(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

/** Says so in one loud line when there is none, unless none is wanted. */
export function postgresAvailable(): boolean {
  const url = process.env.POSTGRES_TEST_URL;
  const available = url === undefined ? binaries() !== null && process.getuid?.() === 0 : url !== NO_SERVER;
  if (!available && url !== NO_SERVER)
    process.stderr.write(
      "!!! SKIPPED: no PostgreSQL here (POSTGRES_TEST_URL, or Debian's server and root); its " +
        'suites do not run. !!!\n',
    );
  return available;
}

/** A database of its own, gone afterwards. */
export async function postgresForTests(): Promise<{ database: DatabaseOptions; remove(): Promise<void> }> {
  const server =
    process.env.POSTGRES_TEST_URL === undefined
      ? await startServer()
      : { url: process.env.POSTGRES_TEST_URL, stop: () => undefined };
  const name = `railyard_${randomBytes(4).toString('hex')}`;
  await administer(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    database: { url: url.href },
    remove: async () => {
      await administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      server.stop();
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  await source.query(statement);
  await source.destroy();
}

/** The server refuses to run as root: it runs as the user that Debian's package made. */
async function startServer(): Promise<{ url: string; stop(): void }> {
  const bin = binaries() as string;
  const folder = mkdtempSync(join(tmpdir(), 'railyard-postgres-'));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  asPostgres(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-N', '-U', 'postgres']);
  asPostgres(join(bin, 'pg_ctl'), [
    '-D',
    data,
    '-w',
    '-l',
    join(folder, 'log'),
    '-o',
    `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`,
    'start',
  ]);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => {
      asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function asPostgres(command: string, args: readonly string[]): void {
  const quoted = [command, ...args].map((part) => `'${part}'`).join(' ');
  const { status, stderr } = spawnSync('su', ['postgres', '-s', '/bin/sh', '-c', quoted], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
