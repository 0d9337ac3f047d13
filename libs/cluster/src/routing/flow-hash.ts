/**
 * What a switch hashes to choose among equal-cost links: the five-tuple of a RoCE packet. Protocol (UDP) and
 * destination port (4791) are the same for all, so source, destination and source port decide; a queue pair
 * keeps one source port. Philox stands for the switches' undisclosed functions: any difference in the tuple
 * gives an unrelated choice, at every hop another one (no polarization).
 */
import { philox4x32 } from '@railyard/base';

const WORDS = 4;
const TWO_32 = 4294967296;
/** Keeps the hash apart from other uses of the same seed. */
const PURPOSE = 0x65636d70;

export class FlowHash {
  private readonly words = new Uint32Array(WORDS);
  private block = -1;
  private source = 0;
  private destination = 0;
  private flow = 0;

  constructor(private readonly seed: number) {}

  /** Sets the tuple that the next choices are for. */
  of(source: number, destination: number, flow: number): this {
    this.source = source;
    this.destination = destination;
    this.flow = flow;
    this.block = -1;
    return this;
  }

  /** Choice among `count` links at the hop-th switch of the path: uniform in 0..count-1. */
  choose(hop: number, count: number): number {
    const block = Math.floor(hop / WORDS);
    if (block !== this.block) {
      philox4x32(
        this.source,
        this.destination,
        this.flow >>> 0,
        block,
        this.seed >>> 0,
        (Math.floor(this.seed / TWO_32) ^ PURPOSE) >>> 0,
        this.words,
      );
      this.block = block;
    }
    return Math.floor((this.words[hop % WORDS] / TWO_32) * count);
  }
}
