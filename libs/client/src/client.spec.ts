import {
  type Fetch,
  ForeignAnswerError,
  RefusedError,
  type RunEvent,
  UnreachableError,
  answerOf,
  followRun,
  openService,
} from './index.js';

const URL_ = 'http://service.invalid';
const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });
const problem = (status: number, code: string, headers?: Readonly<Record<string, string>>): Response =>
  json(
    {
      type: `urn:railyard:problem:${code}`,
      title: code,
      status,
      detail: `It is ${code}.`,
      instance: '/',
      requestId: 'r',
      issues: [],
    },
    status,
    headers,
  );

/** Answers one request after the other; an Error is a connection that breaks. */
function scripted(...answers: readonly (Response | Error | ((request: Request) => Response))[]): {
  readonly fetch: Fetch;
  readonly requests: Request[];
} {
  const requests: Request[] = [];
  return {
    requests,
    fetch: async (request) => {
      const answer = answers[Math.min(requests.length, answers.length - 1)]!;
      requests.push(request);
      if (answer instanceof Error) throw answer;
      return answer instanceof Response ? answer.clone() : answer(request);
    },
  };
}

const refused = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });

describe('a call', () => {
  it('carries the key and brings the data', async () => {
    const { fetch, requests } = scripted(json({ engineVersion: '1', items: [] }));
    expect(
      await answerOf(openService({ url: `${URL_}/`, apiKey: 'ry_secret', fetch }).GET('/v1/presets')),
    ).toEqual({ engineVersion: '1', items: [] });
    expect([requests[0]!.url, requests[0]!.headers.get('authorization')]).toEqual([
      `${URL_}/v1/presets`,
      'Bearer ry_secret',
    ]);
  });

  it('that is refused says why', async () => {
    const { fetch } = scripted(problem(404, 'not-found'));
    await expect(answerOf(openService({ url: URL_, fetch }).GET('/v1/presets'))).rejects.toMatchObject({
      name: 'RefusedError',
      status: 404,
      code: 'not-found',
      message: 'It is not-found.',
      retryAfterS: null,
    });
  });

  it.each([
    ['a page of another program', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    [
      'an error of another program',
      new Response('no', { status: 502, headers: { 'content-type': 'text/plain' } }),
    ],
    ['a JSON error of another program', json({ message: 'no' }, 404, { 'content-type': 'application/json' })],
    ['problems of another program', json({ type: 'about:blank', title: 'no' }, 404)],
  ])('knows %s', async (_, answer) => {
    await expect(
      answerOf(openService({ url: URL_, fetch: scripted(answer).fetch }).GET('/v1/presets')),
    ).rejects.toBeInstanceOf(ForeignAnswerError);
  });

  it('takes a page where a report was asked for', async () => {
    const answer = new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    const calls = openService({ url: URL_, fetch: scripted(answer).fetch });
    const query = { format: 'html' as const };
    expect(await answerOf(calls.GET('/v1/accuracy/report', { params: { query }, parseAs: 'text' }))).toBe(
      '<html>',
    );
  });

  it('is repeated when the connection breaks, unless that could do something twice', async () => {
    const reading = scripted(refused, refused, json({ engineVersion: '1', items: [] }));
    await answerOf(openService({ url: URL_, fetch: reading.fetch }).GET('/v1/presets'));
    expect(reading.requests).toHaveLength(3);
    const keyed = scripted(refused, json({ id: 'run-x' }, 202));
    await answerOf(
      openService({ url: URL_, fetch: keyed.fetch }).POST('/v1/experiments', {
        params: { header: { 'Idempotency-Key': 'k' } },
        body: {} as never,
      }),
    );
    expect(keyed.requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k', 'k']);
    const plain = scripted(refused);
    await expect(
      openService({ url: URL_, fetch: plain.fetch }).POST('/v1/experiments', { body: {} as never }),
    ).rejects.toThrow('ECONNREFUSED');
    expect(plain.requests).toHaveLength(1);
    const dead = scripted(refused);
    await expect(openService({ url: URL_, fetch: dead.fetch }).GET('/v1/presets')).rejects.toBeInstanceOf(
      UnreachableError,
    );
  });

  it('waits as long as a busy service asks for, within reason', async () => {
    const waits: number[] = [];
    const busy = scripted(
      problem(429, 'too-many-requests', { 'retry-after': '0' }),
      json({ engineVersion: '1', items: [] }),
    );
    await answerOf(
      openService({ url: URL_, fetch: busy.fetch, onWait: (seconds) => waits.push(seconds) }).GET(
        '/v1/presets',
      ),
    );
    expect([waits, busy.requests.length]).toEqual([[0], 2]);
    const inFlight = scripted(
      problem(409, 'in-flight', { 'retry-after': '0' }),
      problem(409, 'in-flight', { 'retry-after': '0' }),
      json({ id: 'run-1' }),
    );
    await answerOf(
      openService({ url: URL_, fetch: inFlight.fetch }).POST('/v1/experiments', {
        params: { header: { 'Idempotency-Key': 'k' } },
        body: {} as never,
      }),
    );
    expect(inFlight.requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k', 'k', 'k']);
    const conflict = scripted(problem(409, 'version-conflict', {}));
    await expect(
      answerOf(openService({ url: URL_, fetch: conflict.fetch }).GET('/v1/presets')),
    ).rejects.toMatchObject({ status: 409 });
    expect(conflict.requests).toHaveLength(1);
    const long = scripted(problem(429, 'quota', { 'retry-after': '3600' }));
    const call = answerOf(openService({ url: URL_, fetch: long.fetch }).GET('/v1/presets'));
    await expect(call).rejects.toBeInstanceOf(RefusedError);
    await expect(call).rejects.toMatchObject({ retryAfterS: 3600 });
  });
});

describe('a run that is followed', () => {
  const event = (number: number, type: string): object => ({
    number,
    type,
    at: '2026-01-01T00:00:00Z',
    state: 'running',
  });
  const stream =
    (...events: readonly object[]): ((request: Request) => Response) =>
    () =>
      new Response(
        [
          'retry: 1000\n\n: still here\n\n',
          ...events.map((data) => `id: 1\nevent: x\ndata: ${JSON.stringify(data)}\n\n`),
        ].join(''),
        { headers: { 'content-type': 'text/event-stream; charset=utf-8' } },
      );

  async function followed(fetch: Fetch, options: object = {}): Promise<readonly number[]> {
    const seen: RunEvent[] = [];
    await followRun(openService({ url: URL_, fetch }), 'run-1', {
      onEvent: (one) => seen.push(one),
      ...options,
    });
    return seen.map(({ number }) => number);
  }

  it('tells its events to the end', async () => {
    expect(
      await followed(scripted(stream(event(1, 'queued'), event(2, 'running'), event(3, 'succeeded'))).fetch),
    ).toEqual([1, 2, 3]);
  });

  it('goes on after the last event when the connection broke, and tells none twice', async () => {
    const { fetch, requests } = scripted(
      stream(event(1, 'queued'), event(2, 'running')),
      refused,
      stream(event(2, 'running'), event(3, 'cancelled')),
    );
    expect(await followed(fetch)).toEqual([1, 2, 3]);
    expect(requests.map(({ headers }) => headers.get('last-event-id'))).toEqual(['0', '2', '2']);
  });

  it('is over when the service says that nothing more will come', async () => {
    expect(await followed(scripted(() => new Response(null, { status: 204 })).fetch, { after: 7 })).toEqual(
      [],
    );
  });

  it('is polled where streams do not come through', async () => {
    const { fetch, requests } = scripted((request) =>
      request.url.includes('/events')
        ? json({})
        : json({ items: [event(1, 'queued'), event(2, 'failed')], ended: true }),
    );
    expect(await followed(fetch)).toEqual([1, 2]);
    expect(requests.map(({ url }) => url.replace(URL_, ''))).toEqual([
      '/v1/runs/run-1/events',
      '/v1/runs/run-1/history?after=0',
    ]);
  });

  it('is polled after two streams that brought nothing', async () => {
    const { fetch } = scripted(stream(), stream(), json({ items: [event(1, 'succeeded')], ended: true }));
    expect(await followed(fetch)).toEqual([1]);
  });

  it('that is not there is reported', async () => {
    await expect(followed(scripted(problem(404, 'not-found')).fetch)).rejects.toMatchObject({ status: 404 });
  });

  it('is given up when the service stays away or the caller stops', async () => {
    await expect(followed(scripted(refused).fetch, { patienceMs: 0 })).rejects.toBeInstanceOf(
      UnreachableError,
    );
    const stop = new AbortController();
    const waiting = followed(scripted(stream(event(1, 'queued'))).fetch, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(waiting).rejects.toThrow('enough');
  });
});
