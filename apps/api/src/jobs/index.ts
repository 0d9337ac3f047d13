export { dispatcherOf } from './dispatcher.js';
export { DISPATCHER, JobsModule } from './jobs.module.js';
