export { type Pass, tokensOf } from './pass.js';
export { PassClock, type PassTime } from './pass-seconds.js';
