/** Validation families: what the error of published runs and services says of another. */
export { type FamilyKey, familyKey, familyName } from './family-key.js';
export { type MeasuredRow, familyOf } from './family.js';
export { anchoredValidation, validationOf } from './validation.js';
export { MEASURED_ROWS } from './measured-rows.js';
export { MEASURED_SERVICES } from './measured-services.js';
export {
  type MeasuredService,
  type ServiceFamily,
  type ServiceFamilyKey,
  serviceFamily,
  serviceKey,
} from './service-family.js';
