/** What the service says, read again as long as it changes. */
import { RefusedError } from '@railyard/client';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Issue } from '@railyard/base';
import { RefusedQuestionError } from '../engine/index.js';

export interface Heard<T> {
  readonly value?: T;
  readonly issues: readonly Issue[];
  /** Why there is no answer: refused for want of a key, or nobody is there. */
  readonly problem?: 'key' | 'missing' | 'away';
  readonly busy: boolean;
}

const AGAIN_MS = 700;

/**
 * @param key what is asked for: another is asked at once
 * @param isLive whether it may still change
 */
export function useService<T>(
  load: () => Promise<T>,
  key: string,
  isLive: (value: T) => boolean = () => false,
): readonly [Heard<T>, reload: () => void] {
  const [heard, setHeard] = useState<Heard<T>>({ issues: [], busy: true });
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const next = await outcome(load);
      if (gone) return;
      setHeard((before) => ({ ...before, problem: undefined, ...next, busy: false }));
      if (next.value !== undefined && isLive(next.value)) timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [key, asked]);
  return [heard, useCallback(() => setAsked((count) => count + 1), [])];
}

/** What went wrong, as an answer. */
export async function outcome<T>(load: () => Promise<T>): Promise<Omit<Heard<T>, 'busy'>> {
  try {
    return { value: await load(), issues: [] };
  } catch (error) {
    if (error instanceof RefusedQuestionError) return { issues: error.issues };
    if (!(error instanceof RefusedError)) return { issues: [], problem: 'away' };
    if (error.status === 401 || error.status === 403) return { issues: [], problem: 'key' };
    if (error.status === 404) return { issues: [], problem: 'missing' };
    const { issues, title, detail } = error.problem;
    return {
      issues:
        issues.length > 0 ? issues : [{ path: '', code: error.code, message: `${title}.`, hint: detail }],
    };
  }
}
