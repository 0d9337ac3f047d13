/**
 * A fetch that repeats what may be repeated: a service that is busy names the time, a broken connection is
 * tried again.
 */
import { ForeignAnswerError, UnreachableError } from './service-error.js';

/** Waits at most so long in all for a service that asks to wait. */
const BUSY_PATIENCE_MS = 30_000;
/** A connection that is refused at first is tried again for so long. */
const AWAY_PATIENCE_MS = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * In addition to too many requests and a passing fault: the first request with this key is still in progress.
 */
const BUSY: ReadonlySet<number> = new Set([409, 429, 503]);

export type Fetch = (request: Request) => Promise<Response>;

export interface Patience {
  readonly fetch?: Fetch;
  /** How long nobody may answer. */
  readonly awayMs?: number;
  /** Told once when nobody answers and it is tried again. */
  readonly onAway?: () => void;
  /** Told before a wait that the service asked for. */
  readonly onWait?: (seconds: number) => void;
}

/** A request may be repeated when it only reads, or when its key tells the service that it is the same. */
const isRepeatable = ({ method, headers }: Request): boolean =>
  method === 'GET' || method === 'HEAD' || headers.has('idempotency-key');

/** A file, sent as it is read. */
const isStreamed = ({ headers }: Request): boolean =>
  headers.get('content-type') === 'application/octet-stream';

/**
 * @throws UnreachableError when nobody answers.
 * @throws ForeignAnswerError when the answer is not in a form of the service's.
 */
export function patientFetch({
  fetch = (request) => globalThis.fetch(request),
  awayMs = AWAY_PATIENCE_MS,
  onAway = () => undefined,
  onWait = () => undefined,
}: Patience = {}): Fetch {
  return async (request) => {
    let leftMs = BUSY_PATIENCE_MS;
    // What streams cannot be sent twice, unless all of it is kept.
    if (isStreamed(request)) return known(request, await connected(fetch, request, 0, onAway));
    for (;;) {
      const response = await connected(fetch, request, awayMs, onAway);
      const waitMs = retryAfterMs(response.headers);
      const busy = BUSY.has(response.status);
      if (!busy || waitMs === null || waitMs > leftMs || !(isRepeatable(request) || response.status === 429))
        return known(request, response);
      leftMs -= waitMs;
      void response.body?.cancel().catch(() => undefined);
      onWait(waitMs / 1000);
      await pause(waitMs, request.signal);
    }
  };
}

/** The first answer; a request that may be repeated is tried again, at longer and longer intervals. */
async function connected(
  fetch: Fetch,
  request: Request,
  awayMs: number,
  onAway: () => void,
): Promise<Response> {
  const sinceMs = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await fetch(isStreamed(request) ? request : request.clone());
    } catch (error) {
      if (request.signal.aborted) throw error;
      if (!isRepeatable(request) || performance.now() - sinceMs + pauseMs > awayMs)
        throw new UnreachableError(new URL(request.url).origin, reasonOf(error));
    }
    if (pauseMs === FIRST_PAUSE_MS) onAway();
    await pause(pauseMs, request.signal);
  }
}

/** Node says in the cause what it was. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    readonly cause?: { readonly code?: string; readonly message?: string };
    readonly message: string;
  };
  return cause?.code ?? cause?.message ?? message;
}

/** Pages and files that only reports are: of other routes a page is another program's. */
const isReport = (request: Request, type: string): boolean =>
  /^(text\/html|image\/svg\+xml|application\/pdf)/.test(type) &&
  /\/report(s\/\w+)?$/.test(new URL(request.url).pathname);

function known(request: Request, response: Response): Response {
  const type = response.headers.get('content-type') ?? '';
  const sound = response.ok
    ? response.status === 204 ||
      /json|^text\/(event-stream|plain|csv|markdown)/.test(type) ||
      isReport(request, type)
    : /^application\/problem\+json/.test(type);
  if (!sound) throw new ForeignAnswerError(new URL(request.url).origin, response.status);
  return response;
}

/** Seconds or a date; null when there is none. */
export function retryAfterMs(headers: Headers): number | null {
  const said = headers.get('retry-after');
  if (said === null) return null;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Rejects with the signal's reason when it is aborted. */
export function pause(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
