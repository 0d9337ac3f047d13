/** What other apps may take from the service. */
export { settingsFromEnvironment } from './config/index.js';
export { describedService } from './open-api.js';
export { type RunningServer, type ServerOptions, startServer } from './server.js';
