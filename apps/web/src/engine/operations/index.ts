/** What the engine's thread does for a screen, by name. */
import { catalog } from './catalog.js';
import { job } from './job.js';

export const OPERATIONS = { catalog, job };

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type Input<K extends OperationName> = Parameters<Operations[K]> extends [infer I] ? I : null;
export type Output<K extends OperationName> = Awaited<ReturnType<Operations[K]>>;
