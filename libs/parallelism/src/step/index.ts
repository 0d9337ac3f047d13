/** Step: one optimizer step of the job on the machine. */
export { type OpTimes, opTimes } from './op-times.js';
export { type OptimizerPhase, optimizerPhase } from './optimizer-phase.js';
export {
  type ExpertCollectiveTime,
  type ExpertCommunication,
  LOGFMT_CODEC_SHARE,
  LOGFMT_CODEC_SHARE_RANGE,
  OVERLAPPED_EXPERT_RATE,
  OVERLAPPED_EXPERT_RATE_RANGE,
  expertCommunication,
  codecFactor,
  tokenBytes,
} from './expert-communication.js';
export { EXCHANGE_STREAMS, type Exchange, exchangesOf } from './recorded-exchanges.js';
export { type StepParts, stepParts } from './step-parts.js';
export {
  type PriceOptions,
  type PricedStep,
  layerCommunication,
  layerExchanges,
  priceStep,
} from './price-step.js';
export {
  type StepOptions,
  type StepPhase,
  type StepSimulation,
  firstGroupPathSeconds,
  firstGroupSeconds,
  optimizerSeconds,
  simulateStep,
  steadyParts,
} from './simulate-step.js';
export {
  type BoundaryContention,
  type PipelineBoundary,
  boundaryContention,
  pipelineBoundary,
  sendTiming,
} from './pipeline-boundary.js';
export { type CheckpointTraffic, checkpointTraffic } from './checkpoint.js';
export { type FlapBand, type FlappedStep, flapBand, flapMoment } from './step-under-flap.js';
export { struckStep } from './struck-ranks.js';
export { TRAFFIC_CLASSES, type TrafficClassName, networkBytes, stepTraffic } from './step-traffic.js';
