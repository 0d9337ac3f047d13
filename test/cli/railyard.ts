/** Runs the built command as its users do. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * `input` is piped to standard input; `cwd` is where the command runs; a service that the environment of the
 * tests names is not used.
 */
export function railyard(
  args: readonly string[],
  input?: string,
  cwd = ROOT,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/railyard.mjs'), ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', RAILYARD_SERVER: '', RAILYARD_API_KEY: '', ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** The one JSON document that stdout must be. */
export async function json(
  args: readonly string[],
  input?: string,
): Promise<{ readonly code: number | null; readonly data: unknown }> {
  const { code, stdout } = await railyard([...args, '--json'], input);
  return { code, data: JSON.parse(stdout) as unknown };
}
