/**
 * Following a run: its numbered events by stream, resumed where a connection broke; by polling where streams
 * do not get through.
 */
import { createParser } from 'eventsource-parser';
import { pause } from './patient-fetch.js';
import { type Schemas, type ServiceCalls, answerOf } from './service.js';
import { ForeignAnswerError, UnreachableError } from './service-error.js';

export type RunEvent = Schemas['HistoryEvent'];

export interface FollowOptions {
  /** Number of the last event that was seen. */
  readonly after?: number;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
  /** How long a service that was there before may be away. */
  readonly patienceMs?: number;
}

/** Streams in a row that bring nothing before polling takes over. */
const FRUITLESS_STREAMS = 2;
/**
 * The first bytes come at once, a heartbeat every 15 s: a stream that is silent for longer is held up on the
 * way.
 */
const FIRST_BYTES_MS = 5_000;
const SILENCE_MS = 40_000;
const RECONNECT_MS = 500;
const POLL_MS = 1_000;
const PATIENCE_MS = 60_000;

const ENDS: readonly string[] = ['succeeded', 'failed', 'cancelled'];

type StreamEnd = 'ended' | 'broken' | 'unusable';

/**
 * Resolves when the run has ended; every event is reported once, in order.
 * @throws RefusedError when there is no such run, UnreachableError when the service stays away; the signal's
 * reason when it is aborted.
 */
export async function followRun(
  service: ServiceCalls,
  id: string,
  { after = 0, onEvent, signal, patienceMs = PATIENCE_MS }: FollowOptions,
): Promise<void> {
  const run = new FollowedRun(service, id, after, onEvent, signal);
  let awaySinceMs: number | null = null;
  for (let fruitless = 0; ;) {
    const { last } = run;
    try {
      const end = fruitless < FRUITLESS_STREAMS ? await run.stream() : await run.poll();
      if (end === 'ended') return;
      fruitless = end === 'unusable' ? FRUITLESS_STREAMS : run.last > last ? 0 : fruitless + 1;
      awaySinceMs = null;
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      awaySinceMs ??= performance.now();
      if (performance.now() - awaySinceMs > patienceMs) throw error;
    }
    await pause(fruitless < FRUITLESS_STREAMS ? RECONNECT_MS : POLL_MS, signal);
  }
}

class FollowedRun {
  private over = false;

  constructor(
    private readonly service: ServiceCalls,
    private readonly id: string,
    public last: number,
    private readonly onEvent: (event: RunEvent) => void,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async stream(): Promise<StreamEnd> {
    const silence = new AbortController();
    const signal =
      this.signal === undefined ? silence.signal : AbortSignal.any([this.signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), FIRST_BYTES_MS);
    let heard = false;
    try {
      const body = await this.connected(signal);
      if (body === 'ended' || body === 'unusable') return body;
      const parser = createParser({ onEvent: ({ data }) => this.tell(JSON.parse(data) as RunEvent) });
      const decoder = new TextDecoder();
      for (let piece = await body.read(); !piece.done; piece = await body.read()) {
        heard = true;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        parser.feed(decoder.decode(piece.value, { stream: true }));
      }
      return this.over ? 'ended' : 'broken';
    } catch (error) {
      if (this.signal?.aborted === true || isService(error)) throw error;
      // The connection broke, or nothing came through it.
      return this.over ? 'ended' : heard ? 'broken' : 'unusable';
    } finally {
      clearTimeout(timer);
    }
  }

  async poll(): Promise<StreamEnd> {
    const { items, ended } = await answerOf(
      this.service.GET('/v1/runs/{id}/history', {
        params: { path: { id: this.id }, query: { after: this.last } },
        signal: this.signal ?? null,
      }),
    );
    for (const event of items) this.tell(event);
    return ended || this.over ? 'ended' : 'broken';
  }

  private async connected(
    signal: AbortSignal,
  ): Promise<ReadableStreamDefaultReader<Uint8Array> | 'ended' | 'unusable'> {
    const { data, error, response } = await this.service.GET('/v1/runs/{id}/events', {
      params: { path: { id: this.id }, header: { 'Last-Event-ID': String(this.last) } },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
      signal,
    });
    if (!response.ok) await answerOf(Promise.resolve({ error, response }));
    if (response.status === 204) return 'ended';
    const isStream = /^text\/event-stream/.test(response.headers.get('content-type') ?? '');
    return isStream && data !== undefined && data !== null
      ? (data as unknown as ReadableStream<Uint8Array>).getReader()
      : 'unusable';
  }

  private tell(event: RunEvent): void {
    if (event.number <= this.last) return;
    this.last = event.number;
    this.over = ENDS.includes(event.type);
    this.onEvent(event);
  }
}

const isService = (error: unknown): boolean =>
  error instanceof UnreachableError ||
  error instanceof ForeignAnswerError ||
  (error instanceof Error && error.name === 'RefusedError');
