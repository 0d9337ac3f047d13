/** Jobs to play in specs. */
export {
  type LoggedFault,
  classOf,
  copyOutcome,
  jobSetup,
  part,
  playDrawn,
  playLogged,
  tracedFaults,
} from './jobs.js';
