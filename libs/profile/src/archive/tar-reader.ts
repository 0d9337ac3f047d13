/** A tar archive read member by member, as its pieces arrive: nothing of it is kept. */
import { InvalidDocumentError } from '@railyard/base';
import { BLOCK, FIELDS, checksumOf, filling } from './tar-format.js';

export interface ArchiveMember {
  readonly name: string;
  readonly size: number;
  /** To be read before the next member is asked for; what is left is skipped. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** A long name, or a pax record, has at most so many bytes. */
const MOST_EXTRA = 1 << 20;

/**
 * Files of the archive in its order; folders are left out.
 * @throws InvalidDocumentError where it is no archive, or is cut off
 */
export async function* tarMembers(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveMember> {
  const bytes = new Bytes(pieces);
  let named: Partial<Record<'path' | 'size', string>> = {};
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header === undefined || header.every((byte) => byte === 0)) return;
    requireHeader(header);
    const size = named.size === undefined ? sizeOf(header) : Number(named.size);
    const type = String.fromCharCode(header[FIELDS.type[0]] ?? 0);
    if (type === 'L' || type === 'x' || type === 'g') {
      const record = textOf(await extra(bytes, size));
      if (type !== 'g') named = { ...named, ...(type === 'L' ? { path: untilZero(record) } : paxOf(record)) };
      continue;
    }
    const content = bytes.part(size);
    const name = named.path ?? nameOf(header);
    named = {};
    if (type === '0' || type === '\0') yield { name, size, pieces: content };
    for await (const _ of content);
    await bytes.skip(filling(size));
  }
}

async function extra(bytes: Bytes, size: number): Promise<Uint8Array> {
  if (size > MOST_EXTRA) throw noArchive();
  const record = await bytes.take(size);
  await bytes.skip(filling(size));
  return record ?? new Uint8Array();
}

function requireHeader(header: Uint8Array): void {
  const stated = parseInt(fieldOf(header, 'checksum').trim(), 8);
  if (stated !== checksumOf(header)) throw noArchive();
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const untilZero = (text: string): string => text.split('\0', 1)[0] ?? '';
const fieldOf = (header: Uint8Array, field: keyof typeof FIELDS): string => {
  const [from, bytes] = FIELDS[field];
  return untilZero(textOf(header.subarray(from, from + bytes)));
};

function nameOf(header: Uint8Array): string {
  const prefix = fieldOf(header, 'magic').startsWith('ustar') ? fieldOf(header, 'prefix') : '';
  return prefix === '' ? fieldOf(header, 'name') : `${prefix}/${fieldOf(header, 'name')}`;
}

/** Octal digits, or GNU's number of bytes, whose first bit is set. */
function sizeOf(header: Uint8Array): number {
  const [from, bytes] = FIELDS.size;
  const field = header.subarray(from, from + bytes);
  const [first = 0, ...rest] = field;
  if ((first & 0x80) === 0) return parseInt(fieldOf(header, 'size').trim() || '0', 8);
  return rest.reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
}

/** Records `length key=value`. */
function paxOf(text: string): Partial<Record<'path' | 'size', string>> {
  const found = (key: string): string | undefined =>
    new RegExp(`(?:^|\\n)\\d+ ${key}=(.*)\\n`).exec(text)?.[1];
  const [path, size] = [found('path'), found('size')];
  return { ...(path === undefined ? {} : { path }), ...(size === undefined ? {} : { size }) };
}

/** Pieces as they come, cut where the format asks for it. */
class Bytes {
  private readonly source: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.source = pieces[Symbol.asyncIterator]();
  }

  /** Undefined at the end of the archive. @throws InvalidDocumentError where it ends within */
  async take(length: number): Promise<Uint8Array | undefined> {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = await this.next(length - at);
      if (piece === undefined && at === 0) return undefined;
      if (piece === undefined) throw cutOff();
      taken.set(piece, at);
      at += piece.length;
    }
    return taken;
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.part(length));
  }

  /** The next bytes; going on later continues where it was left. */
  part(length: number): AsyncIterable<Uint8Array> {
    let left = length;
    const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
      if (left === 0) return { done: true, value: undefined };
      const piece = await this.next(left);
      if (piece === undefined) throw cutOff();
      left -= piece.length;
      return { done: false, value: piece };
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  /** At most so many bytes, at least one; undefined at the end. */
  private async next(most: number): Promise<Uint8Array | undefined> {
    while (this.piece.length === 0) {
      const { done, value } = await this.source.next();
      if (done === true) return undefined;
      this.piece = value;
    }
    const piece = this.piece.subarray(0, most);
    this.piece = this.piece.subarray(piece.length);
    return piece;
  }
}

const mistake = (message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path: '', code: 'invalid-archive', message, hint }]);

const noArchive = (): InvalidDocumentError =>
  mistake('The file must be a tar archive.', 'Pack the traces with tar, or name the files or their folder.');

const cutOff = (): InvalidDocumentError =>
  mistake('The archive must be complete (got one that is cut off).', 'Copy or pack it again.');
