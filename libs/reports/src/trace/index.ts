/** Trace: recorded timelines in a form that viewers open. */
export { type ChromeTrace, type ChromeTraceEvent, chromeTrace } from './chrome-trace.js';
export { replayTimeline } from './replay-trace.js';
export { type TraceSize, traceSize } from './trace-size.js';
