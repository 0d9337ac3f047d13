/**
 * Blocks of a tar archive (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU long names): a header of 512 bytes in
 * front of each member, whose content is filled up to whole blocks.
 */
export const BLOCK = 512;

/** Fields of a header: where they begin, and their bytes. */
export const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const satisfies Readonly<Record<string, readonly [from: number, bytes: number]>>;

/** Bytes that fill a member up to whole blocks. */
export const filling = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Sum of a header's bytes, those of the checksum counted as blanks. */
export function checksumOf(header: Uint8Array): number {
  const [from, bytes] = FIELDS.checksum;
  return header.reduce((sum, byte, at) => sum + (at >= from && at < from + bytes ? 32 : byte), 0);
}
