export { FaultsModule } from './faults.module.js';
