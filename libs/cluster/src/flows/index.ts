export {
  type CapacityChanges,
  type FlowOptions,
  type FlowSet,
  FlowSetBuilder,
  NO_CHANGES,
} from './flow-set.js';
export { type FlowResult, simulateFlows, type SimulateOptions } from './simulate-flows.js';
export { referenceCase, type ReferenceMode } from './reference-cases.js';
export { type LinkLoads, simulateWithLoads } from './link-loads.js';
