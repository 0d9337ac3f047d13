import { type INestApplicationContext } from '@nestjs/common';

const SIGNALS = ['SIGTERM', 'SIGINT'];
/** As a shell reports a process that was interrupted. */
const INTERRUPTED = 130;

/**
 * A clean end on the first signal, by the modules' shutdown hooks: streams end, nothing new is taken, running
 * simulations end within the grace period, the database closes, exit 0. An immediate end on the second.
 */
export function stopOnSignals(app: INestApplicationContext): void {
  let isStopping = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (isStopping) process.exit(INTERRUPTED);
      isStopping = true;
    });
  app.enableShutdownHooks(SIGNALS, { useProcessExit: true });
}
