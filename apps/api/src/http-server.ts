/** The platform under Nest: Fastify with our limits, our reading of bodies, and a note of every answer. */
import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RUN_ID_PATTERN } from '@railyard/database';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { ACCESS, type AccessRules, assertOwnPage } from './access/index.js';
import {
  BYTES,
  MAX_BODY_BYTES,
  REQUEST_TIMEOUT_MS,
  answerUnparsable,
  answerUnroutable,
  assertPlainJson,
  compressAnswers,
  noteRoutes,
  parseJsonBody,
  takesBytes,
  unsupportedType,
} from './common/index.js';
import { type ApiConfig } from './config/index.js';
import { MetricsService } from './metrics/index.js';

export const fastifyAdapter = ({ trustedProxies }: ApiConfig): FastifyAdapter =>
  new FastifyAdapter({
    trustProxy: trustedProxies ?? false,
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node looks for late requests every 30 s otherwise.
    http: { connectionsCheckingInterval: 1000, headersTimeout: REQUEST_TIMEOUT_MS },
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnparsable,
  });

/** Pages are served whole from here; nothing else may be loaded, fonts included. */
const CONTENT_SECURITY = {
  'script-src': [`'self'`],
  'style-src': [`'self'`, `'unsafe-inline'`],
  'font-src': [`'self'`, 'data:'],
  'img-src': [`'self'`, 'data:'],
  'upgrade-insecure-requests': null,
};

/** Call before the application listens. */
export async function prepareHttp(app: NestFastifyApplication, log: Logger): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  noteRoutes(fastify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(BYTES, (request, payload, done) => {
    if (takesBytes(request)) done(null, payload);
    else done(unsupportedType('application/json'));
  });
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      // It is refused behind the guards: a missing key is reported first.
      if (takesBytes(request)) return done(null, null);
      assertPlainJson(request.headers);
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: CONTENT_SECURITY },
    // The app talks to the window of Perfetto that it opens; who opens the app still cannot reach it.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  });
  compressAnswers(fastify);
  const { keysRequired } = app.get<AccessRules>(ACCESS);
  // Behind helmet, so that refusals have its headers; before everything else, pages and files included.
  if (!keysRequired) fastify.addHook('onRequest', async ({ headers }) => assertOwnPage(headers));
  const metrics = app.get(MetricsService);
  fastify.addHook('onResponse', async (request, reply) => noteAnswer(metrics, log, request, reply));
}

function noteAnswer(
  metrics: MetricsService,
  log: Logger,
  request: FastifyRequest,
  { statusCode, elapsedTime }: FastifyReply,
): void {
  const { method } = request;
  const route = request.routeOptions.url ?? 'none';
  metrics.requests.observe({ method, route, status: String(statusCode) }, elapsedTime / 1000);
  const { id = '' } = (request.params ?? {}) as { id?: string };
  // Any other text was typed by a client, and may be a key.
  const runId = RUN_ID_PATTERN.test(id) ? id : undefined;
  log.debug({ requestId: request.id, method, route, status: statusCode, ms: elapsedTime, runId }, 'answered');
}
