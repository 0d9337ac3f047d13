/**
 * A PostgreSQL for tests: POSTGRES_TEST_URL where it is set (a server to make databases on, or `none`),
 * otherwise one of its own where the binaries are installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseOptions } from '@railyard/database';
import { DataSource } from 'typeorm';
import { freePort } from '../../tools/redis-for-tests.mjs';

const DEBIAN = '/usr/lib/postgresql';
const NO_SERVER = 'none';

/** Whether a server of one's own can be started. */
export const postgresInstalled = (): boolean => binaries() !== null && process.getuid?.() === 0;

function binaries(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

/** Says so in one loud line when there is none, unless none is wanted. */
export function postgresAvailable(): boolean {
  const url = process.env.POSTGRES_TEST_URL;
  const available = url === undefined ? postgresInstalled() : url !== NO_SERVER;
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
      ? await startPostgres()
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

interface PostgresServer {
  readonly url: string;
  /** Ends it without a farewell and starts it again with its data, on the same port. */
  restart(): Promise<void>;
  stop(): void;
}

/** A server of one's own. */
export async function startPostgres(): Promise<PostgresServer> {
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
    restart: async () => {
      const [command, args] = suCommand(join(bin, 'pg_ctl'), [
        '-D',
        data,
        '-w',
        '-m',
        'immediate',
        'restart',
      ]);
      const child = spawn(command, args, { stdio: 'ignore' });
      const [status] = (await once(child, 'exit')) as [number | null];
      if (status !== 0) throw new Error(`PostgreSQL did not restart (${status}).`);
    },
    stop: () => {
      asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root: it runs as the user that Debian's package made. */
function suCommand(command: string, args: readonly string[]): [string, string[]] {
  const quoted = [command, ...args].map((part) => `'${part}'`).join(' ');
  return ['su', ['postgres', '-s', '/bin/sh', '-c', quoted]];
}

function asPostgres(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(...suCommand(command, args), {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
