/**
 * The split of measured rows in two halves: a row is fitted when the FNV-1a hash (32 bit) of its shape is
 * even, else it is judged. The shape names the operation and its sizes, not device, library or load
 * distribution, so that one shape is in the same half on every device.
 */
export function isFitted(shape: string): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < shape.length; i += 1) hash = Math.imul(hash ^ shape.charCodeAt(i), 0x01000193);
  // The lowest bit of FNV-1a is the parity of the input's bits: a higher one mixes.
  return ((hash >>> 16) & 1) === 0;
}
