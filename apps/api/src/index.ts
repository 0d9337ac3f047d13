/** What other apps may take from the service. */
export { apiSettings } from './config/index.js';
export { describedService } from './open-api.js';
export { type RunningServer, startServer } from './server.js';
