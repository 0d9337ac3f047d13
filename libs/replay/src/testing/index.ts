/** Jobs to play in specs. */
export {
  type LoggedFault,
  classOf,
  copyOutcome,
  jobRequest,
  part,
  playDrawn,
  playLogged,
  tracedFaults,
} from './jobs.js';
