/** What follows a change only once changes pause. */
import { useEffect, useState } from 'preact/hooks';

/** True as soon as `value` is the first, or has stayed for `pauseMs`. */
export function useSettled(value: unknown, pauseMs: number): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}
