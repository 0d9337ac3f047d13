export { type ChromeTrace, type ChromeTraceEvent, chromeTrace } from './chrome-trace.js';
