export { StudiesModule } from './studies.module.js';
