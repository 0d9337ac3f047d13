/** Messages in the wire format of Protocol Buffers (protobuf.dev, "Encoding"). */

const [VARINT, LENGTH] = [0, 2];

export class WireWriter {
  private readonly encoder = new TextEncoder();
  private held = new Uint8Array(256);
  private length = 0;

  /** A whole number from 0 to 2^53. */
  number(field: number, value: number): this {
    return this.varint(8 * field + VARINT).varint(value);
  }

  text(field: number, text: string): this {
    return this.block(field, this.encoder.encode(text));
  }

  message(field: number, message: WireWriter): this {
    return this.block(field, message.bytes());
  }

  /** Nothing where there are no values. */
  packed(field: number, values: readonly number[]): this {
    if (values.length === 0) return this;
    const body = new WireWriter();
    for (const value of values) body.varint(value);
    return this.block(field, body.bytes());
  }

  /** A message of a stream, behind its length. */
  delimited(message: WireWriter): this {
    const bytes = message.bytes();
    return this.varint(bytes.length).raw(bytes);
  }

  bytes(): Uint8Array {
    return this.held.slice(0, this.length);
  }

  private block(field: number, bytes: Uint8Array): this {
    return this.varint(8 * field + LENGTH)
      .varint(bytes.length)
      .raw(bytes);
  }

  private varint(value: number): this {
    this.room(10);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) {
      this.held[this.length] = (rest % 128) + 128;
      this.length += 1;
    }
    this.held[this.length] = rest;
    this.length += 1;
    return this;
  }

  private raw(bytes: Uint8Array): this {
    this.room(bytes.length);
    this.held.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  private room(more: number): void {
    if (this.length + more <= this.held.length) return;
    const larger = new Uint8Array(2 * (this.held.length + more));
    larger.set(this.held);
    this.held = larger;
  }
}
