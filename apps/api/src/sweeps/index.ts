export { SweepsModule } from './sweeps.module.js';
