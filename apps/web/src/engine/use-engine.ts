/** An answer of the engine that follows its question. */
import { type Issue } from '@railyard/base';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, RefusedQuestionError } from './engine.js';
import { type Input, type OperationName, type Output } from './operations/index.js';

export interface Answer<T> {
  /** The latest; it stays while the next one is computed, and where the next question is refused. */
  readonly value?: T;
  readonly issues: readonly Issue[];
  readonly failure?: string;
  readonly busy: boolean;
}

interface Queue {
  running: boolean;
  /** The screen is no longer shown. */
  gone: boolean;
  next?: { readonly input: unknown };
}

/**
 * Asks whenever `input` changes; undefined asks nothing. One question is under way at a time, and of those
 * that come meanwhile only the last is asked.
 */
export function useEngine<K extends OperationName>(
  operation: K,
  input: Input<K> | undefined,
): Answer<Output<K>> {
  const [answer, setAnswer] = useState<Answer<Output<K>>>({ issues: [], busy: input !== undefined });
  const text = JSON.stringify(input, identified);
  const queue = useRef<Queue>({ running: false, gone: false });

  useEffect(() => {
    const state = queue.current;
    state.gone = false;
    return () => {
      state.gone = true;
    };
  }, []);

  useEffect(() => {
    if (input === undefined) return;
    const state = queue.current;
    state.next = { input };
    setAnswer((before) => ({ ...before, busy: true }));
    if (!state.running) void work();

    async function work(): Promise<void> {
      state.running = true;
      while (state.next !== undefined && !state.gone) {
        const { input: current } = state.next;
        delete state.next;
        const change = await outcome(operation, current as Input<K>);
        if (isGone(state)) break;
        setAnswer((before) => ({ ...before, ...change, busy: state.next !== undefined }));
      }
      state.running = false;
    }
  }, [operation, text]);

  return answer;
}

/** A file stands for what it holds. */
const identified = (_key: string, value: unknown): unknown =>
  value instanceof File ? [value.name, value.size, value.lastModified] : value;

/** It may have gone while the engine worked, which the type does not know. */
const isGone = ({ gone }: Queue): boolean => gone;

async function outcome<K extends OperationName>(
  operation: K,
  input: Input<K>,
): Promise<Partial<Answer<Output<K>>>> {
  try {
    return { value: await ask(operation, input), issues: [], failure: undefined };
  } catch (error) {
    if (error instanceof RefusedQuestionError) return { issues: error.issues, failure: undefined };
    return { issues: [], failure: error instanceof Error ? error.message : String(error) };
  }
}
