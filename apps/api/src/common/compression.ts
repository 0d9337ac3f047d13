/**
 * Bodies that are worth it go out as gzip where the client takes it. Node's own zlib: Fastify's plugin brings
 * a copy of Node's streams along. Event streams write past it, and what clients send is never unpacked.
 */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { type FastifyInstance } from 'fastify';
import { preferred } from './preferred.js';

const LEAST_BYTES = 1024;
/** Half the time of zlib's default, for a sixth more bytes. */
const OPTIONS = { level: 4 };
const WORTH_IT = /^(text\/|application\/(json|problem\+json|javascript)|image\/svg)/;
const CODINGS = { identity: 'identity', gzip: 'gzip' } as const;

const packed = promisify<Buffer, typeof OPTIONS, Buffer>(gzip);

/** Call before routes are added. */
export function compressAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!WORTH_IT.test(String(reply.getHeader('content-type') ?? ''))) return payload;
    // Whoever keeps answers keeps the two forms apart.
    void reply.header('vary', 'accept-encoding');
    const coding = preferred(String(request.headers['accept-encoding'] ?? ''), CODINGS);
    if (coding === 'identity' || reply.hasHeader('content-encoding')) return payload;
    const body = await compressed(payload);
    if (body === null) return payload;
    void reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return body;
  });
}

/** Null when it is not worth it. A stream is compressed as it comes; it may be a large file. */
async function compressed(payload: unknown): Promise<Buffer | Readable | null> {
  if (payload instanceof Readable) {
    const coded = createGzip(OPTIONS);
    payload.once('error', (error) => coded.destroy(error));
    return payload.pipe(coded);
  }
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return Buffer.isBuffer(bytes) && bytes.length >= LEAST_BYTES ? packed(bytes, OPTIONS) : null;
}
