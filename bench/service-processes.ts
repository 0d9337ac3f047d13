/**
 * The service as an operator runs it: a Redis, the API and two runners of one thread each, as processes of
 * their own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { elementAt } from '@railyard/base';
import { Redis } from 'ioredis';

type RedisTools = typeof import('../tools/redis-for-tests.mjs');

export const RUNNERS = 2;

/** Seconds that the processes have computed since they began. */
interface CpuSeconds {
  readonly api: number;
  readonly runners: number;
  readonly redis: number;
}

export interface RunningService {
  readonly url: string;
  cpuSeconds(): Promise<CpuSeconds>;
  stop(): Promise<void>;
}

/** Null where no Redis can be had. */
export async function startService(): Promise<RunningService | null> {
  // Tools are not part of what is built: this file runs from dist/bench.
  const { redisServerAvailable, startRedis } = (await import(
    new URL('../../tools/redis-for-tests.mjs', import.meta.url).href
  )) as RedisTools;
  if (!redisServerAvailable()) return null;
  const redis = await startRedis();
  const connection = new Redis(redis.url);
  const folder = mkdtempSync(join(tmpdir(), 'railyard-bench-'));
  const env = {
    ...process.env,
    REDIS_URL: redis.url,
    RAILYARD_DATABASE: join(folder, 'bench.db'),
    RAILYARD_THREADS: '1',
    PORT: '0',
    LOG_LEVEL: 'info',
  };
  const api = await started('api', env, /"url":"([^"]+)".*"msg":"listening"/);
  const runners = await Promise.all(
    Array.from({ length: RUNNERS }, () => started('runner', env, /"msg":"(taking work)"/)),
  );
  return {
    url: api.said,
    cpuSeconds: async () => ({
      api: processSeconds(api.child),
      runners: runners.reduce((sum, { child }) => sum + processSeconds(child), 0),
      redis: redisSeconds(await connection.info('cpu')),
    }),
    stop: async () => {
      await Promise.all([api, ...runners].map(({ child }) => ended(child)));
      connection.disconnect();
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface StartedProcess {
  readonly child: ChildProcess;
  /** What the mark held. */
  readonly said: string;
}

export async function started(
  app: 'api' | 'runner',
  env: NodeJS.ProcessEnv,
  mark: RegExp,
): Promise<StartedProcess> {
  const main = fileURLToPath(new URL(`../apps/${app}/src/main.js`, import.meta.url));
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((resolve, reject) => {
    let log = '';
    const listen = (bytes: Buffer): void => {
      log += bytes.toString();
      const found = mark.exec(log);
      if (found === null) return;
      child.stdout.off('data', listen).resume();
      resolve(elementAt(found, 1));
    };
    child.stdout.on('data', listen);
    child.once('exit', (code) => reject(new Error(`${app} ended with ${code}: ${log}`)));
  });
  return { child, said };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The kernel counts in these. */
const TICKS_PER_S = 100;

/** User and system time of all threads, from the kernel's accounts; 0 where there are none (not Linux). */
function processSeconds({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
  } catch {
    return 0;
  }
}

function redisSeconds(info: string): number {
  return [.../used_cpu_(?:user|sys):([\d.]+)/g[Symbol.matchAll](info)].reduce(
    (sum, [, seconds]) => sum + Number(seconds),
    0,
  );
}
