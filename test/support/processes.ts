/** The service and its runners as processes of their own, from the built tree. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const BUILT = {
  api: join(ROOT, 'dist/apps/api/src/main.js'),
  runner: join(ROOT, 'dist/apps/runner/src/main.js'),
  cli: join(ROOT, 'bin/railyard.mjs'),
} as const;

export interface Started {
  readonly process: ChildProcess;
  /** Where the service listens; '' for others. */
  readonly url: string;
  /** How it ended, asked to or not. */
  readonly ended: Promise<Ended>;
  /** Everything that it logged. */
  log(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

type Environment = Readonly<Record<string, string | number | undefined>>;

function environmentOf(settings: Environment): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, MALLOC_ARENA_MAX } = process.env;
  const given = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, String(value)]);
  return { PATH, HOME, TMPDIR, MALLOC_ARENA_MAX, ...Object.fromEntries(given) };
}

/**
 * Resolves when it says that it is up; rejects with what it said when it ends before.
 * @param onOutput is given what it logs as it comes.
 */
export function start(
  app: 'api' | 'runner',
  settings: Environment,
  onOutput: (bytes: Buffer) => void = () => undefined,
): Promise<Started> {
  if (!existsSync(BUILT[app])) throw new Error(`${BUILT[app]} is missing: run "npm run build" first`);
  const child = spawn(process.execPath, [BUILT[app]], {
    env: environmentOf({ PORT: 0, LOG_LEVEL: 'info', ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const log = (): string => said.join('');
  const ended = new Promise<Ended>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  return new Promise((resolve, reject) => {
    let isUp = false;
    const onData = (bytes: Buffer): void => {
      said.push(bytes.toString());
      onOutput(bytes);
      // Hours of lines are not searched again for the first.
      if (isUp || !/"msg":"(listening|taking work)"/.test(log())) return;
      isUp = true;
      resolve({ process: child, url: /"url":"([^"]+)"/.exec(log())?.[1] ?? '', ended, log, end });
    };
    const end = async (signal: NodeJS.Signals): ReturnType<Started['end']> => {
      const startedMs = performance.now();
      child.kill(signal);
      return { code: (await ended).code, ms: performance.now() - startedMs };
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    void ended.then(({ code, signal }) => reject(new Error(`${app} ended with ${code ?? signal}: ${log()}`)));
  });
}

/** What the command's bundle is made of: modules that a test can replace. */
export const UNBUNDLED = join(ROOT, 'dist/apps/cli/src/main.js');

/** Runs the command to its end. */
export function railyard(
  args: readonly string[],
  folder: string,
  settings: Environment = {},
  entry = BUILT.cli,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: environmentOf(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
