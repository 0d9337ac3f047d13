export { AccuracyModule } from './accuracy.module.js';
