export { SERVING_COLUMNS, type ServingRow } from './published-service.js';
export { servingAccuracy, type ServingAccuracy, type ServingGroup } from './serving-accuracy.js';
