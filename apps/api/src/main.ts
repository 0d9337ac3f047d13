/**
 * The service as a process: settings from the environment, a clean end on SIGTERM, an immediate one on the
 * second.
 */
import { settingsFromEnvironment } from './config/index.js';
import { type RunningServer, startServer } from './server.js';

const REFUSALS = ['InvalidConfigError', 'RefusedDatabaseError', 'RefusedToListenError'];

try {
  stopOnSignal(await startServer(settingsFromEnvironment(process.env)));
} catch (error) {
  const { name, message, stack } = error as Error;
  process.stderr.write(`railyard-api: ${REFUSALS.includes(name) ? message : (stack ?? message)}\n`);
  process.exit(1);
}

function stopOnSignal(server: RunningServer): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
