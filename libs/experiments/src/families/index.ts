/** Validation families: what the error of published runs says of another job. */
export { type FamilyKey, familyKey, familyName } from './family-key.js';
export { type MeasuredRow, familyOf } from './family.js';
export { anchoredValidation, validationOf } from './validation.js';
export { MEASURED_ROWS } from './measured-rows.js';
