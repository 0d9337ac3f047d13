export { FlowHash } from './flow-hash.js';
export { type LatencyRow, SWITCHES_CROSSED, latencyTable, networkLatency, nvlinkLatency } from './latency.js';
export { hashedPaths, NetworkPaths } from './network-paths.js';
export { NoRouteError, requireRoute } from './no-route-error.js';
export { type Route } from './route.js';
export { Router, type RouterOptions } from './router.js';
export { Sprays } from './sprays.js';
export { SwitchPaths } from './switch-paths.js';
