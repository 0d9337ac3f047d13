/** The service as a process: settings from the environment, a clean end on SIGTERM. */
import { reportRefusal } from '@railyard/service';
import { apiSettings } from './config/index.js';
import { RefusedToListenError, startServer } from './server.js';

try {
  await startServer(apiSettings(process.env), { endsOnSignals: true });
} catch (error) {
  reportRefusal('railyard-api', error, [RefusedToListenError]);
  process.exit(1);
}
