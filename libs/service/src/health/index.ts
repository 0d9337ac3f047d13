/** Whether the process can do its work (Terminus). */
export { ReadinessModule } from './readiness.module.js';
export { type Readiness, ReadinessService } from './readiness.service.js';
