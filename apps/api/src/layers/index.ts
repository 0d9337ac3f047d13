export { LayersModule } from './layers.module.js';
