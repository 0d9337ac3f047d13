/** A tar archive written member by member: header, content, filling; two empty blocks at the end. */
import { BLOCK, FIELDS, checksumOf, filling } from './tar-format.js';

export const TAR_END = new Uint8Array(2 * BLOCK);

/** Bytes after a member of that size. */
export const tarPadding = (size: number): Uint8Array => new Uint8Array(filling(size));

/** What stands in front of a file. A name too long for the header goes into a pax record of its own. */
export function tarHeader(name: string, size: number): Uint8Array {
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= FIELDS.name[1]) return header(bytes, size, '0');
  const record = paxRecord('path', bytes);
  return joined(
    header(new TextEncoder().encode('PaxHeader'), record.length, 'x'),
    record,
    tarPadding(record.length),
    header(bytes.subarray(0, FIELDS.name[1]), size, '0'),
  );
}

/** `length key=value`, where the length counts itself. */
function paxRecord(key: string, value: Uint8Array): Uint8Array {
  const rest = value.length + key.length + 3;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  const encoder = new TextEncoder();
  return joined(encoder.encode(`${length} ${key}=`), value, encoder.encode('\n'));
}

function header(name: Uint8Array, size: number, type: '0' | 'x'): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (field: keyof typeof FIELDS, text: string): void =>
    block.set(new TextEncoder().encode(text), FIELDS[field][0]);
  block.set(name, FIELDS.name[0]);
  put('mode', '0000644\0');
  put('size', octal(size, FIELDS.size[1]));
  put('time', octal(0, FIELDS.time[1]));
  put('type', type);
  put('magic', 'ustar\x0000');
  put('checksum', `${octal(checksumOf(block), 7)} `);
  return block;
}

/** Digits, ended by a zero byte. 11 of them reach to 8 GiB. */
const octal = (value: number, bytes: number): string => `${value.toString(8).padStart(bytes - 1, '0')}\0`;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
