export { type SimulationEnd, type SimulationJob } from './simulation-group.js';
export { SimulationPool } from './simulation-pool.js';
export { type SimulationProgress } from './simulation-protocol.js';
