export * from './graph.js';
export { buildFabric } from './build.js';
export { SWITCH_TIERS, type SwitchTier, type TopologyInventory, topologyInventory } from './inventory.js';
export { type FabricElement, findElement, linkName, vertexName } from './names.js';
