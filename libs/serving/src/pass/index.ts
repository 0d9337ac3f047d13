export { type Pass, tokensOf } from './pass.js';
export { PROCESSOR_SHARE, PROCESSOR_SHARE_RANGE } from './host-experts.js';
export { PassClock, type PassTime } from './pass-seconds.js';
