/** What crosses between a page and the engine's thread. */
import { type Issue } from '@railyard/base';
import { type OperationName } from './operations/index.js';

export interface Question {
  readonly id: number;
  readonly operation: OperationName;
  readonly input: unknown;
}

/** `issues`: the user's mistakes; `failure`: a bug of ours. */
export type Reply = { readonly id: number } & (
  { readonly value: unknown } | { readonly issues: readonly Issue[] } | { readonly failure: string }
);
