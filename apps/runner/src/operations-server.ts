/** A runner's own probes and metrics, on a port of their own. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Storage } from '@railyard/jobs';
import { CONFIG, LOG, ReadinessService, STORAGE } from '@railyard/service';
import { type Logger } from 'pino';
import { Counter, Registry, collectDefaultMetrics } from 'prom-client';
import { RunnerConfig } from './runner-config.js';

const JSON_TYPE = 'application/json';

@Injectable()
export class OperationsServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly registry = new Registry();
  private server: Server | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: RunnerConfig,
    @Inject(LOG) private readonly log: Logger,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(ReadinessService) private readonly readiness: ReadinessService,
  ) {}

  /** A port that is not to be had is reported, and work goes on: the runs matter more than their metrics. */
  onApplicationBootstrap(): void {
    if (this.config.metricsPort === undefined) return;
    this.countRuns();
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    })
      .on('error', ({ message }) => this.log.error({ reason: message }, 'metrics cannot be shown'))
      .listen(this.config.metricsPort);
  }

  onModuleDestroy(): void {
    this.server?.close();
  }

  private countRuns(): void {
    const { counters } = this.storage;
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    new Counter({
      name: 'railyard_runner_total',
      help: 'What became of the runs that this runner took',
      labelNames: ['outcome'],
      registers,
      collect() {
        this.reset();
        for (const outcome of ['succeeded', 'failed', 'dropped', 'diverged'] as const)
          this.inc({ outcome }, counters[outcome]);
      },
    });
    new Counter({
      name: 'railyard_runner_compute_seconds_total',
      help: 'Time that this runner spent computing runs',
      registers,
      collect() {
        this.reset();
        this.inc(counters.computeSeconds);
      },
    });
  }

  private async answer({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (url) {
      case '/health/live':
        return send(response, 200, JSON_TYPE, JSON.stringify({ status: 'ok' }));
      case '/health/ready': {
        const readiness = await this.readiness.check();
        return send(response, readiness.status === 'ok' ? 200 : 503, JSON_TYPE, JSON.stringify(readiness));
      }
      case '/metrics':
        return send(response, 200, this.registry.contentType, await this.registry.metrics());
      default:
        return send(response, 404, JSON_TYPE, JSON.stringify({ status: 'not found' }));
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
