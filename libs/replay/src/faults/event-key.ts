/**
 * A 32-bit key of one fault, from the bits of its time and its component. Draws that a policy makes about a
 * fault are addressed by it, so they are the same whichever other faults there are, and when the fault comes
 * from a recorded log.
 */
const bits = new DataView(new ArrayBuffer(8));

/** Mixing constants of MurmurHash3's finaliser (A. Appleby, public domain). */
export function eventKey(timeS: number, component: number): number {
  bits.setFloat64(0, timeS);
  let key =
    bits.getUint32(0) ^ Math.imul(bits.getUint32(4), 0x9e3779b1) ^ Math.imul(component + 1, 0x85ebca6b);
  key = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
  key = Math.imul(key ^ (key >>> 13), 0xc2b2ae35);
  return (key ^ (key >>> 16)) >>> 0;
}
