/** The service as its users start it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../cli/railyard.js';

export interface Service {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export function serve(folder: string): Promise<Service> {
  const words = ['serve', '--port', '0', '--threads', '1', '--database', join(folder, 'web.db')];
  const child = spawn(process.execPath, [join(ROOT, 'bin/railyard.mjs'), ...words], {
    env: { ...process.env, RAILYARD_REQUESTS_PER_MINUTE: '100000' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listening on (http:\S+), stop/.exec(said)?.[1];
      if (url !== undefined) resolve({ url, stop });
    });
    void ended.then(() => reject(new Error(`The service ended: ${said}`)));
  });
}
