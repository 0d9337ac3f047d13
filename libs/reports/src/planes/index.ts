export { type PlaneFinding, planes } from './planes.js';
