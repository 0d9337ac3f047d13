/**
 * A Redis for tests: REDIS_URL where it is set, otherwise a server of its own on a free loopback port,
 * stopped afterwards. Looks for `redis-server` on the PATH; without one it says in one loud line that these
 * suites are skipped. Nothing is installed: that is for anyone who owns the machine (`.ci/run` does it on its
 * own).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const present = () => spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** Whether a server can be started here. */
export function redisServerAvailable() {
  if (present()) return true;
  process.stderr.write(
    '!!! SKIPPED: no redis-server on the PATH, so the suites that need Redis do not run. Install it ' +
      '(Debian: apt-get install redis-server) or set REDIS_URL. !!!\n',
  );
  return false;
}

/** Whether `redisForTests` can give one. */
export function redisAvailable() {
  return Boolean(process.env.REDIS_URL) || redisServerAvailable();
}

/** @returns the address of a Redis to share, and how to stop it if it was started for this. */
export async function redisForTests() {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => undefined };
  return startRedis();
}

/** A server of one's own, append-only file on, which may be killed and started again with its data. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-redis-'));
  const port = await freePort();
  let server = await launch(folder, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    /** Ends it as a power cut would. */
    kill: () => end(server, 'SIGKILL'),
    /** Starts it again on the same port with the data it had. */
    restart: async () => {
      server = await launch(folder, port);
    },
    stop: async () => {
      await end(server, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function launch(folder, port) {
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--appendfsync',
    'everysec',
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = spawn('redis-server', settings, { stdio: 'ignore' });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await answers(port)) return server;
    await delay(25);
  }
  throw new Error(`redis-server on port ${port} does not answer`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
    socket.write('PING\r\n');
  });
}

function end(server, signal) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill(signal);
  });
}
