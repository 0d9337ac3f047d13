export { drawLoads, type ExpertPlaces, fullestGpu } from './placement.js';
