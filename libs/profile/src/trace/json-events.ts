/**
 * Reads the events of a Chrome trace from bytes that arrive in chunks. Only one event is held at a time, so
 * memory does not grow with the file; every complaint names the byte at which it arose.
 */

import { COPY_AGAIN, type JsonObject, parsedElement, TraceError } from './element-text.js';

/** Largest event, and largest header value, in bytes. */
export const LARGEST_EVENT = 1 << 20;

const [QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d,
] as const;
const [COMMA, COLON] = [0x2c, 0x3a] as const;

/** [byte] whether it can change what is being read. */
const STRUCTURAL = Uint8Array.from({ length: 256 }, (_, byte) =>
  [QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COMMA, COLON].includes(byte as 0x22) ? 1 : 0,
);

const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
const EXPECTED = 'Use a Chrome trace as PyTorch writes it.';

export interface TraceEventHandler {
  /** Whether the text of an element needs to be read; others are only counted. */
  wants(text: string): boolean;
  /** One element of `traceEvents`, which began at byte `offset`. */
  event(event: JsonObject, offset: number): void;
  /** One other member of the trace's top level, e.g. `deviceProperties`. */
  header(key: string, value: unknown): void;
}

/** Header members worth keeping; others, however large, are skipped. */
const HEADERS: ReadonlySet<string> = new Set([
  'deviceProperties',
  'distributedInfo',
  'traceName',
  'displayTimeUnit',
]);

export class TraceEventReader {
  private readonly decoder = new TextDecoder('utf-8');
  private offset = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private stringStart = 0;
  /** Last string at the top level: a key, or its text value. */
  private lastKey = '';
  private lastWasValue = false;
  /** Depth of the elements of `traceEvents`; 0 while outside. */
  private eventDepth = 0;
  /** Depth and start of what is being captured; -1 for nothing. */
  private captureDepth = -1;
  private captureStart = 0;
  private captured: Uint8Array[] = [];
  private capturedBytes = 0;
  private sawEvents = false;
  private begun = false;
  private done = false;

  constructor(private readonly handler: TraceEventHandler) {}

  push(chunk: Uint8Array): this {
    if (!this.begun) this.begin(chunk);
    let from = this.captureDepth >= 0 || (this.inString && this.depth === 1) ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.inString) {
        at = this.skipString(chunk, at);
        if (at === chunk.length) break;
        if (this.captureDepth < 0 && this.depth === 1) {
          this.keep(chunk, from, at);
          from = -1;
          this.topLevelString();
        }
        continue;
      }
      const byte = chunk[at];
      // Letters, digits, blanks and, within an element, commas and colons decide nothing.
      if (byte === undefined || !STRUCTURAL[byte] || (this.depth > 1 && byte < OPEN_ARRAY && byte !== QUOTE))
        continue;
      switch (byte) {
        case QUOTE:
          this.inString = true;
          if (this.captureDepth < 0 && this.depth === 1) {
            from = at + 1;
            this.stringStart = this.offset + at;
          }
          break;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          if (this.open(byte, this.offset + at)) from = at;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (this.close(chunk, from, at)) from = -1;
          break;
        default:
          if (this.depth === 1) this.lastWasValue = byte === COLON;
      }
    }
    if (from >= 0) this.keep(chunk, from, chunk.length);
    this.offset += chunk.length;
    return this;
  }

  /** Position of the quotation mark that ends the string; the chunk's length when it is in a later one. */
  private skipString(chunk: Uint8Array, from: number): number {
    let at = from;
    if (this.escaped && at < chunk.length) {
      this.escaped = false;
      at += 1;
    }
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.inString = false;
        return at;
      }
      if (byte === BACKSLASH) {
        at += 1;
        this.escaped = at === chunk.length;
      }
    }
    return chunk.length;
  }

  /** @throws TraceError when the text stops in the middle or holds no `traceEvents`. */
  end(): void {
    if (!this.done)
      throw new TraceError(
        this.offset,
        this.begun ? 'The JSON of the trace must end (got a part of it).' : 'The trace must not be empty.',
        COPY_AGAIN,
      );
    if (!this.sawEvents) throw new TraceError(this.offset, 'A trace must have a list traceEvents.', EXPECTED);
  }

  /**
   * Other text is refused at its first byte: read to its end without a bracket, it would look cut off.
   */
  private begin(chunk: Uint8Array): void {
    const first = chunk.findIndex((byte) => byte > 0x20 && !BYTE_ORDER_MARK.includes(byte));
    if (first < 0) return;
    this.begun = true;
    if (chunk[first] === OPEN_OBJECT || chunk[first] === OPEN_ARRAY) return;
    const text = JSON.stringify(this.decoder.decode(chunk.subarray(first, first + 40)));
    throw new TraceError(
      this.offset + first,
      `A trace must be a JSON object or list (got ${text}).`,
      EXPECTED,
    );
  }

  /** Opens an object or list; true when its bytes are to be captured. */
  private open(byte: number, offset: number): boolean {
    if (this.done)
      throw new TraceError(offset, 'A trace must be one JSON value (got another one after it).', COPY_AGAIN);
    const bareList = this.depth === 0 && byte === OPEN_ARRAY;
    const eventsList =
      this.depth === 1 && byte === OPEN_ARRAY && this.eventDepth === 0 && this.lastKey === 'traceEvents';
    const capture =
      this.captureDepth < 0 &&
      ((this.eventDepth > 0 && this.depth === this.eventDepth && byte === OPEN_OBJECT) ||
        (this.depth === 1 && this.eventDepth === 0 && !eventsList && HEADERS.has(this.lastKey)));
    if (capture) {
      this.captureDepth = this.depth;
      this.captureStart = offset;
    }
    this.depth += 1;
    if (bareList || eventsList) {
      this.eventDepth = this.depth;
      this.sawEvents = true;
    }
    return capture;
  }

  /** Closes an object or list; true when a capture ended. */
  private close(chunk: Uint8Array, from: number, at: number): boolean {
    this.depth -= 1;
    if (this.depth < 0)
      throw new TraceError(this.offset + at, 'Every closing bracket must have an opening one.', COPY_AGAIN);
    if (this.depth === 0) this.done = true;
    if (this.eventDepth > this.depth) this.eventDepth = 0;
    if (this.captureDepth !== this.depth) return false;
    this.keep(chunk, from, at + 1);
    this.captureDepth = -1;
    const text = this.decodeCaptured();
    if (this.eventDepth === 0) this.handler.header(this.lastKey, parsedElement(text, this.captureStart));
    else if (this.handler.wants(text))
      this.handler.event(parsedElement(text, this.captureStart) as JsonObject, this.captureStart);
    return true;
  }

  private topLevelString(): void {
    const text = this.decodeCaptured();
    if (this.lastWasValue && HEADERS.has(this.lastKey)) this.handler.header(this.lastKey, text);
    else if (!this.lastWasValue) this.lastKey = text;
  }

  private keep(chunk: Uint8Array, from: number, to: number): void {
    this.capturedBytes += to - from;
    if (this.capturedBytes > LARGEST_EVENT) {
      const start = this.captureDepth >= 0 ? this.captureStart : this.stringStart;
      throw new TraceError(
        start,
        `An element must have at most ${LARGEST_EVENT} bytes.`,
        'Check that no quotation mark or bracket is missing.',
      );
    }
    this.captured.push(to === chunk.length ? chunk.slice(from, to) : chunk.subarray(from, to));
  }

  private decodeCaptured(): string {
    const parts = this.captured;
    const text =
      parts.length === 1
        ? this.decoder.decode(parts[0])
        : parts.map((part) => this.decoder.decode(part, { stream: true })).join('') + this.decoder.decode();
    this.captured = [];
    this.capturedBytes = 0;
    return text;
  }
}
