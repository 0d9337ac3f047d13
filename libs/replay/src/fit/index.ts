/** Fit: rates of faults from an operator's log, and a profile held to one. */
export { type ProfileCheck, checkAgainstLog } from './check-profile.js';
export { type ClassFit, type FaultFit, fitFaults } from './fit-faults.js';
export { fittedProfile } from './fitted-profile.js';
export { type Exposure, type ObservedLog, observedLog } from './observed.js';
export { readingNotes, windowNotes } from './observation-notes.js';
