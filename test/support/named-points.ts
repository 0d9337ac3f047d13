/** RELIABILITY R2: the runner is killed where it hurts most, at each named point of an execution. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { start } from './processes.js';
import { type Verdict, Yard, allEnded, judge, newRunOf, seedsOf, undisturbed } from './reliability.js';

export const POINTS = [
  'before-compute',
  'after-compute',
  'inside-transaction',
  'after-commit',
  'after-ack',
] as const;

export interface PointFigures extends Verdict {
  /** How often the process died at its point, by point. */
  readonly killed: Readonly<Record<string, number>>;
}

/**
 * So many kills at each point. After each round an undisturbed runner ends what is left, so that no run
 * crashes too often to be tried again.
 */
export async function killAtPoints(repeats: number): Promise<PointFigures> {
  const seeds = seedsOf(repeats * POINTS.length);
  const expected = await undisturbed(seeds);
  const yard = await Yard.open();
  const api = await start('api', yard.settings);
  const storage = await yard.storage();
  const killed: Record<string, number> = Object.fromEntries(POINTS.map((point) => [point, 0]));
  const ids: string[] = [];
  for (let round = 0; round < repeats; round += 1) {
    for (const point of POINTS) {
      const { run } = await storage.records.submissions.submit(newRunOf(ids.length + 1));
      ids.push(run.id);
      if ((await deathAt(point, yard)) === 'SIGKILL') killed[point] = (killed[point] ?? 0) + 1;
    }
    const runner = await start('runner', yard.settings);
    await allEnded(storage, ids, 60_000);
    await runner.end('SIGTERM');
  }
  const verdict = await judge(storage, ids, expected);
  await api.end('SIGTERM');
  await storage.close();
  await yard.close();
  return { ...verdict, killed };
}

/** Starts a runner that kills itself at the point. @returns the signal that it died of. */
function deathAt(point: string, { settings }: Yard): Promise<NodeJS.Signals | null> {
  const env = {
    PATH: process.env.PATH,
    KILL_AT: point,
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])),
  };
  const runner = spawn(process.execPath, [join(import.meta.dirname, 'killed-runner.mjs')], {
    env,
    stdio: 'ignore',
  });
  return new Promise((resolve) => runner.once('exit', (_code, signal) => resolve(signal)));
}
