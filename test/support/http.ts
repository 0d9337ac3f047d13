/** A plain client: what was sent and what came back, and event streams frame by frame. */

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly method?: string;
  /** Sent as JSON; a string and bytes go out as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

const sentAsIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

export async function call(
  base: string,
  path: string,
  { method, body, headers = {}, signal }: CallOptions = {},
): Promise<Reply> {
  const response = await fetch(base + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined ? {} : { body: sentAsIs(body) ? body : JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>,
  };
}

export interface StreamedEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads an event stream until it ends or `enough` says so; returns what was read. */
export async function follow(
  base: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  enough: (events: readonly StreamedEvent[]) => boolean = () => false,
): Promise<StreamedEvent[]> {
  const stop = new AbortController();
  const response = await fetch(base + path, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: stop.signal,
  });
  const events: StreamedEvent[] = [];
  if (response.body === null || response.status !== 200) return events;
  let buffered = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    buffered += decoder.decode(bytes as Uint8Array, { stream: true });
    const frames = buffered.split('\n\n');
    buffered = frames.pop() as string;
    for (const frame of frames) {
      const fields = Object.fromEntries(
        frame
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => line.split(/: (.*)/s).slice(0, 2)),
      );
      if (fields.id !== undefined)
        events.push({
          id: Number(fields.id),
          event: fields.event,
          data: JSON.parse(fields.data) as Record<string, unknown>,
        });
    }
    if (enough(events)) break;
  }
  stop.abort();
  return events;
}
