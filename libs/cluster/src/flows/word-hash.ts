/** A hash of 32 bits, word by word. Callers compare what has equal hashes. */
const doubleBits = new Float64Array(1);
const wordBits = new Uint32Array(doubleBits.buffer);

export function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x9e3779b1);
  return h ^ (h >>> 15);
}

export function mixDouble(hash: number, value: number): number {
  doubleBits[0] = value;
  return mix(mix(hash, wordBits[0]), wordBits[1]);
}
