export * from './graph.js';
export { buildFabric } from './build.js';
export { SWITCH_TIERS, type SwitchTier, type TopologyInventory, topologyInventory } from './inventory.js';
export { type FabricElement, findElement, linkName, vertexName } from './names.js';
export { closLayoutOf, downlinksOf, type ClosTopology } from './clos.js';
export { fatTreeLayout } from './fat-tree.js';
export { nearestSlimFly, slimFlyCounts, slimFlyExists } from './slim-fly.js';
export { usedPorts } from './inventory.js';
export { planScaleOut } from './plan.js';
