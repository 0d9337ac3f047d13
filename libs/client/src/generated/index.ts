/** Types of the service's API, generated from schemas/openapi.json. */
export { type components, type operations, type paths } from './service.js';
