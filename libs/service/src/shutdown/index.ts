/** How a process begins to fail, and how it ends. */
export { reportRefusal } from './report-refusal.js';
export { stopOnSignals } from './stop-on-signals.js';
