/** How large a trace is going to be, before it is written. */
import { type ChromeTrace } from './chrome-trace.js';

export interface TraceSize {
  readonly slices: number;
  readonly events: number;
  /** Of the JSON text, about: from events spread over all of them. */
  readonly bytes: number;
}

const SAMPLE = 2000;

export function traceSize({ traceEvents, otherData }: ChromeTrace): TraceSize {
  const stride = Math.max(1, Math.floor(traceEvents.length / SAMPLE));
  let sampled = 0;
  let bytes = 0;
  for (let at = 0; at < traceEvents.length; at += stride) {
    bytes += JSON.stringify(traceEvents[at]).length + 1;
    sampled += 1;
  }
  const mean = sampled === 0 ? 0 : bytes / sampled;
  return {
    slices: traceEvents.reduce((count, { ph }) => count + (ph === 'X' ? 1 : 0), 0),
    events: traceEvents.length,
    bytes: Math.round(mean * traceEvents.length + JSON.stringify(otherData).length),
  };
}
