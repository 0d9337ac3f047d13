/** Members of equal colour, 32-bit words, numbered by first appearance: a table with open addressing. */
import { mix } from './word-hash.js';

const NONE = -1;

export class ColourClasses {
  /** [classes] its first member. */
  readonly first: number[] = [];
  private readonly colour: Int32Array;
  private readonly classAt: Int32Array;
  private readonly mask: number;
  private last = 0;
  private lastClass = NONE;

  constructor(private readonly most: number) {
    let size = 16;
    while (size < 2 * most) size *= 2;
    this.mask = size - 1;
    this.colour = new Int32Array(size);
    this.classAt = new Int32Array(size).fill(NONE);
  }

  /** Class of a member of this colour; -1 where it would be one more than `most`. */
  of(colour: number, member: number): number {
    if (this.lastClass !== NONE && colour === this.last) return this.lastClass;
    let at = mix(0, colour) & this.mask;
    while (this.classAt[at] !== NONE && this.colour[at] !== colour) at = (at + 1) & this.mask;
    if (this.classAt[at] === NONE) {
      if (this.first.length >= this.most) return NONE;
      this.colour[at] = colour;
      this.classAt[at] = this.first.length;
      this.first.push(member);
    }
    this.last = colour;
    this.lastClass = this.classAt[at];
    return this.lastClass;
  }
}
