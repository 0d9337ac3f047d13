/** What the engine's thread does for a screen, by name. What one screen asks for is loaded when it does. */
import { catalog } from './catalog.js';
import { job, result } from './job.js';

type Takes<F extends (input: never) => unknown> = Parameters<F>[0];

export const OPERATIONS = {
  accuracy: async (input: Takes<typeof import('./accuracy.js').accuracy>) =>
    (await import('./accuracy.js')).accuracy(input),
  catalog,
  cluster: async (preset: string) => (await import('./cluster.js')).cluster(preset),
  comparison: async (input: Takes<typeof import('./comparison.js').comparison>) =>
    (await import('./comparison.js')).comparison(input),
  curves: async (input: Takes<typeof import('./network.js').curves>) =>
    (await import('./network.js')).curves(input),
  failedStep: async (input: Takes<typeof import('./failure.js').failedStep>) =>
    (await import('./failure.js')).failedStep(input),
  failure: async (input: Takes<typeof import('./failure.js').failure>) =>
    (await import('./failure.js')).failure(input),
  job,
  linkMessages: async (input: Takes<typeof import('./failure.js').linkMessages>) =>
    (await import('./failure.js')).linkMessages(input),
  lost: async (ledger: Takes<typeof import('./replay.js').lost>) =>
    (await import('./replay.js')).lost(ledger),
  /** YAML or JSON as a document. */
  read: async (text: string) => (await import('./text.js')).parseText(text),
  recording: async (input: Takes<typeof import('./recording.js').recording>) =>
    (await import('./recording.js')).recording(input),
  replay: async (input: Takes<typeof import('./replay.js').replay>) =>
    (await import('./replay.js')).replay(input),
  report: async (artifact: Takes<typeof import('./report.js').report>) =>
    (await import('./report.js')).report(artifact),
  result,
  schedules: async (input: Takes<typeof import('./schedules.js').schedules>) =>
    (await import('./schedules.js')).schedules(input),
  serving: async (document: Readonly<Record<string, unknown>>) =>
    (await import('./serving.js')).serving(document),
  timeline: async (input: Takes<typeof import('./timeline.js').timeline>) =>
    (await import('./timeline.js')).timeline(input),
  trace: async (text: string) => (await import('./timeline.js')).trace(text),
};

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Parameters<Operations[K]> extends [infer I] ? I : null;
export type Output<K extends OperationName> = Awaited<ReturnType<Operations[K]>>;
