/** What the engine's thread does for a screen, by name. What few screens ask for is loaded when they do. */
import { parseText } from '@railyard/experiments';
import { type accuracy } from './accuracy.js';
import { catalog } from './catalog.js';
import { cluster } from './cluster.js';
import { failedStep, failure } from './failure.js';
import { job } from './job.js';
import { curves } from './network.js';
import { comparison } from './comparison.js';
import { type recording } from './recording.js';
import { replay } from './replay.js';
import { type report } from './report.js';
import { schedules } from './schedules.js';
import { timeline } from './timeline.js';

export const OPERATIONS = {
  accuracy: async (input: Parameters<typeof accuracy>[0]) => (await import('./accuracy.js')).accuracy(input),
  catalog,
  cluster,
  comparison,
  curves,
  failedStep,
  failure,
  job,
  /** YAML or JSON as a document. */
  read: (text: string) => parseText(text),
  recording: async (input: Parameters<typeof recording>[0]) =>
    (await import('./recording.js')).recording(input),
  replay,
  report: async (artifact: Parameters<typeof report>[0]) => (await import('./report.js')).report(artifact),
  schedules,
  timeline,
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Parameters<Operations[K]> extends [infer I] ? I : null;
export type Output<K extends OperationName> = Awaited<ReturnType<Operations[K]>>;
