/** What other apps may take from the service. */
export { apiSettings } from './config/index.js';
export { describedService } from './open-api.js';
export { type RunningServer, type ServerOptions, startServer } from './server.js';
