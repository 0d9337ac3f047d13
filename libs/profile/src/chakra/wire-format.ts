/** The wire format of Protocol Buffers (protobuf.dev, "Encoding"): fields without a schema. */
import { TraceError } from '../trace/index.js';

export interface WireField {
  readonly number: number;
  readonly value: number;
  /** Undefined for numbers. */
  readonly bytes?: Uint8Array;
}

const CUT_OFF = 'Copy the file again.';

/** Messages of a stream, each behind its length. @throws TraceError naming the byte */
export function* delimited(
  bytes: Uint8Array,
): Generator<{ readonly offset: number; readonly body: Uint8Array }> {
  let at = 0;
  while (at < bytes.length) {
    const [length, start] = varint(bytes, at);
    if (start + length > bytes.length) throw cut(at);
    yield { offset: at, body: bytes.subarray(start, start + length) };
    at = start + length;
  }
}

/** @param offset where the message stands in its file */
export function* fieldsOf(body: Uint8Array, offset: number): Generator<WireField> {
  let at = 0;
  while (at < body.length) {
    const [tag, next] = varint(body, at, offset);
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0: {
        const [value, end] = varint(body, next, offset);
        yield { number, value };
        at = end;
        break;
      }
      case 1:
      case 5: {
        const width = tag % 8 === 1 ? 8 : 4;
        if (next + width > body.length) throw cut(offset + at);
        yield { number, value: fixed(body.subarray(next, next + width)) };
        at = next + width;
        break;
      }
      case 2: {
        const [length, start] = varint(body, next, offset);
        if (start + length > body.length) throw cut(offset + at);
        yield { number, value: 0, bytes: body.subarray(start, start + length) };
        at = start + length;
        break;
      }
      default:
        throw new TraceError(
          offset + at,
          `A field must have a wire type of 0, 1, 2 or 5 (got ${tag % 8}).`,
          'Check that the file is a Chakra execution trace.',
        );
    }
  }
}

/** Numbers that stand one behind the other. */
export function packed(bytes: Uint8Array, offset: number): readonly number[] {
  const values: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [value, end] = varint(bytes, at, offset);
    values.push(value);
    at = end;
  }
  return values;
}

/** Whole numbers up to 2^53; larger ones lose their last digits. */
function varint(bytes: Uint8Array, from: number, offset = 0): readonly [value: number, end: number] {
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length && at < from + 10; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, at + 1];
    scale *= 128;
  }
  throw cut(offset + from);
}

const fixed = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length === 8 ? view.getFloat64(0, true) : view.getFloat32(0, true);
};

const cut = (at: number): TraceError =>
  new TraceError(at, 'A message must end where its length says (got the end of the file).', CUT_OFF);
