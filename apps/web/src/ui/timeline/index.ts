/** Timeline: what every stream of every rank did, as a picture that one looks around in. */
export { sliceCount, type TimelineData, timelineOf } from './data.js';
export { unpacked } from './packed.js';
export { Legend, Timeline } from './timeline.js';
