/** The state of a screen in its address: plain values as they are, others compressed. */
import { compressToEncodedURIComponent, decompressFromEncodedURIComponent } from 'lz-string';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, placeOf } from './router.js';

type Plain = Readonly<Record<string, unknown>>;
const COMPRESSED = '~';

/** Only what differs from the defaults. */
export function parametersOf(state: object, defaults: object): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (value === undefined || JSON.stringify(value) === JSON.stringify((defaults as Plain)[key])) continue;
    parameters.set(key, written(value));
  }
  return parameters;
}

/** Unreadable parameters are as if they were not there. */
export function stateOf<T extends object>(parameters: URLSearchParams, defaults: T): T {
  const state: Record<string, unknown> = { ...(defaults as Plain) };
  for (const [key, text] of parameters) {
    const value = read(text);
    if (value !== undefined) state[key] = value;
  }
  return state as T;
}

function written(value: unknown): string {
  const json = JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean') return json;
  if (typeof value === 'string' && /^[a-z][\w.:-]{0,60}$/i.test(value) && !/^(true|false|null)$/.test(value))
    return value;
  return COMPRESSED + compressToEncodedURIComponent(json);
}

function read(text: string): unknown {
  try {
    if (text.startsWith(COMPRESSED))
      return JSON.parse(decompressFromEncodedURIComponent(text.slice(1))) as unknown;
    return /^(-?\d|true$|false$)/.test(text) ? (JSON.parse(text) as unknown) : text;
  } catch {
    return undefined;
  }
}

/** State that is in the address: what a link to it shows. */
export function useUrlState<T extends object>(
  screen: string,
  defaults: T,
): readonly [T, (change: Partial<T>) => void] {
  const [state, setState] = useState(() => stateOf(placeOf(location.hash).parameters, defaults));
  const latest = useRef(state);
  latest.current = state;

  useEffect(() => {
    const follow = (): void => {
      const place = placeOf(location.hash);
      if (place.screen === screen) setState(stateOf(place.parameters, defaults));
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  const change = useCallback((part: Partial<T>) => {
    const next = { ...latest.current, ...part };
    latest.current = next;
    setState(next);
    history.replaceState(null, '', addressOf(screen, parametersOf(next, defaults)));
  }, []);
  return [state, change];
}
