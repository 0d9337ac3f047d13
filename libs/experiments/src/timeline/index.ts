/** Timeline: what ranks did in a step, for pages and traces. */
export { stepProfile } from './compared-step.js';
export { withBubbles } from './op-slices.js';
export { computedKernels } from './step-kernels.js';
export { type RecordOptions, recordTimeline } from './record-timeline.js';
export { type RecordRequest, recordOptions } from './record-request.js';
