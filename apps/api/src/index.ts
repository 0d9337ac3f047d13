/** What other apps may take from the service. */
export { type RunningServer, type ServerOptions, startServer } from './server.js';
