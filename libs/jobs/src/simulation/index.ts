export { type SimulationEnd, type SimulationJob } from './simulation-group.js';
export { SimulationPool } from './simulation-pool.js';
export {
  type SimulationOutput,
  type SimulationProgress,
  type SimulationTask,
  type SimulationWorker,
} from './simulation-protocol.js';
