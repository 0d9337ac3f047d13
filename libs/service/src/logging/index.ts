export { LOG, LoggingModule } from './logging.module.js';
