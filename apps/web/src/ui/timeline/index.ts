/** Timeline: what every stream of every rank did, as a picture that one looks around in. */
export { timelineOf } from './data.js';
export { Legend, Timeline } from './timeline.js';
