export { parseText } from './parse.js';
export { type Validation, validateDocument } from './validate.js';
export { applyOverrides, assign, experimentFromPreset, fieldOrIssue } from './overrides.js';
export { stagePlan } from './stage-plan.js';
