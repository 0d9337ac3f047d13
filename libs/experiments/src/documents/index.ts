export { parseText } from './parse.js';
export { type Validation, bodyOf, resolvedExperiment, validateDocument, workloadOn } from './validate.js';
export { canRun, checkLayoutBody } from './semantics.js';
export { completeLayout } from './layout.js';
export { checkLosses } from './failed-parts.js';
export { applyOverrides, assign, experimentFromPreset, fieldOrIssue } from './overrides.js';
