/**
 * Where no key is asked for, every program of this machine may call, and so could any web page that a browser
 * on it shows. Two headers identify such a page which it cannot set: `Host`, which names the site even
 * where its name was made to resolve to this machine (DNS rebinding), and `Origin`, which a browser sends
 * with every request that may change something.
 */
import { type FastifyRequest } from 'fastify';
import { type ProblemError, refusal } from '../common/index.js';
import { isLoopback } from '../config/index.js';

const BY_KEYS = 'or ask for keys (RAILYARD_REQUIRE_KEYS=true).';

/** @throws ProblemError 403 on a request that a page of another site sends. */
export function assertOwnPage({ host, origin }: FastifyRequest['headers']): void {
  if (host !== undefined && !isLoopback(hostnameOf(host)))
    throw foreign(
      'foreign-host',
      `Host must name this machine (got ${JSON.stringify(host)}).`,
      `Use localhost or 127.0.0.1, ${BY_KEYS}`,
    );
  if (origin !== undefined && hostOf(origin) !== host?.toLowerCase())
    throw foreign(
      'foreign-origin',
      `Origin must be that of the service (got ${JSON.stringify(origin)}).`,
      `Call from a page of the service or from a program, ${BY_KEYS}`,
    );
}

const foreign = (code: string, message: string, hint: string): ProblemError =>
  refusal(403, code, 'Pages of other sites are refused', message, hint);

/** '' for what is none. */
const hostnameOf = (host: string): string =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '') : '';

/** With the port, as the header `Host` has it; null for an origin that is none, such as that of a sandbox. */
const hostOf = (origin: string): string | null => /^https?:\/\/([^/]+)$/.exec(origin)?.[1] ?? null;
