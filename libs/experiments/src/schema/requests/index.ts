export { type LayerRequest, layerRequestSchema } from './layer.js';
export { type ScheduleRequest, scheduleRequestSchema } from './schedule.js';
