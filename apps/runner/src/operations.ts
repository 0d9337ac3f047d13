/** A runner's own probe and metrics, on a port of their own. */
import { type Server, createServer } from 'node:http';
import { type DispatchCounters } from '@railyard/jobs';
import { Counter, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * Listens until it is closed. A port that is not to be had is told, and work goes on: the runs matter more
 * than their metrics.
 */
export function serveOperations(
  port: number,
  counters: DispatchCounters,
  failed: (error: Error) => void,
): Server {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const total = new Counter({
    name: 'railyard_runner_total',
    help: 'What became of the runs that this runner took',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const outcome of ['succeeded', 'failed', 'dropped', 'diverged'] as const)
        this.inc({ outcome }, counters[outcome]);
    },
  });
  new Counter({
    name: 'railyard_compute_seconds_total',
    help: 'Time spent computing runs',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(counters.computeSeconds);
    },
  });
  total.reset();
  const server = createServer((request, response) => {
    if (request.url === '/health/live')
      response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
    else if (request.url === '/metrics') {
      response.setHeader('content-type', registry.contentType);
      void registry.metrics().then((text) => response.end(text));
    } else response.writeHead(404).end();
  });
  return server.on('error', failed).listen(port);
}
