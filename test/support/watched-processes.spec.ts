import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './harness.js';
import { WatchedProcesses } from './watched-processes.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const settings = { RAILYARD_DATABASE: join(folder.path, 'watched.db') };
const never = new Promise<never>(() => undefined);

it('fails at once when a process ends unasked, and keeps how it ended', async () => {
  const watched = new WatchedProcesses(folder.path);
  const [gone, other] = await Promise.all([watched.start('api', settings), watched.start('api', settings)]);
  setTimeout(() => gone.process.kill('SIGKILL'), 50);
  const error = (await watched.during(never).catch((caught: unknown) => caught)) as Error;
  const how = new RegExp(`api-1 \\(process ${gone.process.pid}\\) ended with code null, signal SIGKILL`);
  expect(error.message).toMatch(how);
  expect(error.message).toMatch(/api-2: .*"msg":"listening"/s);
  expect((await other.ended).signal).toBe('SIGKILL');
  const log = readFileSync(join(watched.folder, 'api-1.log'), 'utf8');
  expect(log).toContain('"msg":"listening"');
  expect(log).toMatch(/, signal SIGKILL, unasked\n$/);
});

it('lets a process end that was asked to', async () => {
  const watched = new WatchedProcesses(folder.path);
  const api = await watched.start('api', settings);
  const value = await watched.during(api.end('SIGTERM').then(({ code }) => code));
  expect(value).toBe(0);
  expect(existsSync(join(watched.folder, 'api-1.log'))).toBe(true);
});
