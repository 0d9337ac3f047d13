export { parseText } from './parse.js';
export { type Validation, bodyOf, resolvedExperiment, validateDocument, workloadOn } from './validate.js';
export { PIPELINE_OPS_RULE, checkLayoutBody, memoryOf } from './semantics.js';
export { completeLayout } from './layout.js';
export { checkLosses } from './failed-parts.js';
export { type Assignment, applyOverrides, assign, experimentFromPreset, fieldOrIssue } from './overrides.js';
