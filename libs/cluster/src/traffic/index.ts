export { type AllReduceAlgorithm, Fabric, type FabricOptions } from './fabric.js';
export { Traffic, type TrafficOptions, type TrafficSet } from './traffic.js';
export { LinkAccount } from './link-account.js';
export { contention, type KindTimes, type TrafficKind } from './contention.js';
export { type Leg } from './traffic.js';
