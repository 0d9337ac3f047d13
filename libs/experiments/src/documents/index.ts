export { MAX_TEXT, parseText } from './parse.js';
export { type Validation, validateDocument } from './validate.js';
export { type Assignment, applyOverrides, assign, experimentFromPreset, fieldOrIssue } from './overrides.js';
export { stagePlan } from './stage-plan.js';
