/**
 * Replay: the job of an experiment over days, on the machine that the fabric and the step simulator describe.
 */
export { checkReplayBody, completeReplay } from './complete-replay.js';
export { fleetOf } from './fleet-of.js';
export { replayRequest } from './replay-request.js';
export {
  REPLAY_DEFINITIONS,
  type ReplayOutcome,
  replayNotes,
  replayOutcome,
  runReplay,
} from './replay-section.js';
export { replayAdvice, replayCosts, replayCurveOf } from './studies.js';
export { robustnessRequest } from './robustness-request.js';
export { type PricedCondition, TwinMachine } from './twin-machine.js';
