/**
 * The app's files at `/`, where `npm run build:web` made them. They hold no data: what a page shows it asks
 * for, with a key where one is needed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

/** From dist/apps/api/src and from apps/api/src, where tests run this file. */
const PLACES = ['../../../web', '../../../dist/web'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

/** Names of built files hold a hash of what is in them. */
const YEAR = 'public, max-age=31536000, immutable';

/**
 * Does nothing where there are no files. Call before the application listens: it waits for nothing, so that
 * the routes before it get the error handler that Nest sets afterwards.
 */
export function serveApp(app: NestFastifyApplication): void {
  const root = PLACES.find((place) => existsSync(join(place, 'index.html')));
  if (root === undefined) return;
  void app
    .getHttpAdapter()
    .getInstance()
    .register(fastifyStatic, {
      root,
      wildcard: false,
      decorateReply: false,
      setHeaders: (reply, path) => {
        void reply.header('cache-control', path.includes('assets') ? YEAR : 'no-cache');
      },
    });
}
