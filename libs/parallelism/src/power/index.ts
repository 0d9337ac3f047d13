export { type Activity, IDLE, activityOf, operationActivity, times, together } from './activity.js';
export { type DevicePower, MEMORY_POWER, devicePower } from './device-power.js';
export { ratedPower } from './rated-power.js';
