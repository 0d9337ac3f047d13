/** What the engine's thread does for a screen, by name. What few screens ask for is loaded when they do. */
import { catalog } from './catalog.js';
import { cluster } from './cluster.js';
import { failedStep, failure } from './failure.js';
import { job } from './job.js';
import { curves } from './network.js';
import { schedules } from './schedules.js';

export const OPERATIONS = {
  catalog,
  cluster,
  curves,
  failedStep,
  failure,
  job,
  report: async (artifact: Parameters<(typeof import('./report.js'))['report']>[0]) =>
    (await import('./report.js')).report(artifact),
  schedules,
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Parameters<Operations[K]> extends [infer I] ? I : null;
export type Output<K extends OperationName> = Awaited<ReturnType<Operations[K]>>;
