/** Logs: what operators' own logs say about faults, as events. */
export { anonymised } from './anonymise.js';
export { isoOf, type LogContext, type LogEvent, type LogReading } from './log-event.js';
export { readOperatorLog } from './read-log.js';
