/**
 * Named counter-based random streams: Philox4x32-10 (Salmon et al., SC'11, "Parallel random numbers: as easy
 * as 1, 2, 3"). A draw is a pure function of (seed, stream name, counter), so streams are independent, any
 * draw can be addressed directly, and adding draws to one stream never shifts another.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { log } from './portable-math.js';
import { normalQuantile } from './normal-quantile.js';

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/**
 * High 32 bits of the 64-bit product of two unsigned 32-bit words. Every partial sum is below 2^32, so that
 * whole-number instructions do it.
 */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const mid = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const mid2 = (Math.imul(aLow, bHigh) + (mid & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (mid >>> 16) + (mid2 >>> 16)) | 0;
}

/** One Philox4x32-10 block: 4 counter words and 2 key words in, 4 words out into `out`. */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  c0 |= 0;
  c1 |= 0;
  c2 |= 0;
  c3 |= 0;
  k0 |= 0;
  k1 |= 0;
  for (let round = 0; round < 10; round += 1) {
    const high0 = mulHigh(M0, c0);
    const low0 = Math.imul(M0, c0);
    const high1 = mulHigh(M1, c2);
    const low1 = Math.imul(M1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** 2^-52; a product with it is exact. */
const UNIT = 1 / 4503599627370496;

/** 2^-32. */
const WORD = 1 / 4294967296;

/** 26 bits of each word, in the middle of their interval. */
const uniformOf = (high: number, low: number): number => ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * UNIT;

export class RandomStream {
  private readonly key0: number;
  private readonly key1: number;
  private readonly block = new Uint32Array(4);
  private used = 4;
  private counter0 = 0;
  private counter1 = 0;
  private counter2 = 0;
  private counter3 = 0;

  /** `seed` is any safe integer; `name` says what is drawn, e.g. `faults/nic/17`. */
  constructor(
    readonly seed: number,
    readonly name: string,
  ) {
    const digest = sha256(utf8ToBytes(`${seed}/${name}`));
    const words = new DataView(digest.buffer, digest.byteOffset);
    this.key0 = words.getUint32(0);
    this.key1 = words.getUint32(4);
  }

  /** An independent stream whose name extends this one's. */
  child(name: string | number): RandomStream {
    return new RandomStream(this.seed, `${this.name}/${name}`);
  }

  /**
   * Jumps to the draws addressed by two coordinates, e.g. (replica, component): each pair has 2^64 blocks of
   * its own.
   */
  seek(coordinate0: number, coordinate1 = 0): this {
    this.counter0 = 0;
    this.counter1 = 0;
    this.counter2 = coordinate0 >>> 0;
    this.counter3 = coordinate1 >>> 0;
    this.used = 4;
    return this;
  }

  nextUint32(): number {
    if (this.used === 4) this.refill();
    return this.block[this.used++];
  }

  /** Uniform in the open interval (0, 1), 53 bits: never 0 or 1, so logarithms and quantiles are finite. */
  uniform(): number {
    if (this.used === 4) this.refill();
    const at = this.used;
    if (at === 1 || at === 3) return uniformOf(this.nextUint32(), this.nextUint32());
    this.used = at + 2;
    return uniformOf(this.block[at], this.block[at + 1]);
  }

  /** The next block; apart from the draws, so that those are small enough to be inlined. */
  private refill(): void {
    philox4x32(this.counter0, this.counter1, this.counter2, this.counter3, this.key0, this.key1, this.block);
    this.counter0 = (this.counter0 + 1) >>> 0;
    if (this.counter0 === 0) this.counter1 = (this.counter1 + 1) >>> 0;
    this.used = 0;
  }

  /** Uniform whole number in [0, n). */
  integer(n: number): number {
    const value = this.uniform() * n;
    // A small whole number is handed over without a place on the heap.
    return value < 0x80000000 ? value | 0 : Math.floor(value);
  }

  /**
   * Whole number in [0, n) from one word of 32 bits, half of what `integer` takes: probabilities differ by
   * less than 2^-32. For n up to 2^21, whose products with a word are exact.
   */
  index(n: number): number {
    return (this.nextUint32() * n * WORD) | 0;
  }

  /** Standard normal, by inversion: one uniform a draw. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * log(this.uniform());
  }
}
