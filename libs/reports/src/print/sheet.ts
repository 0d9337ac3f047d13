/** Pages of A4 that fill from top to bottom: where the next thing stands, and lines of text that fit. */
import { type PDFDocument } from './library.js';

export type Pdf = InstanceType<typeof PDFDocument>;

/** Points of 1/72 inch. */
export const PAGE = { width: 595.28, height: 841.89, margin: 48 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.margin;
const BOTTOM = PAGE.height - PAGE.margin - 12;

export const INK = '#1a1d21';
export const SOFT = '#5a6472';
export const LINE = '#c9ced6';

/** Characters of Windows-1252 above Latin-1: the standard fonts hold these, and no others. */
const ABOVE_LATIN_1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Text as the standard fonts can show it: what they lack is a question mark. */
export const printable = (words: string): string =>
  [...words.replace(/[\t\n\r]+/g, ' ')]
    .map((letter) =>
      /[\u0020-\u007e\u00a0-\u00ff]/.test(letter) || ABOVE_LATIN_1.includes(letter) ? letter : '?',
    )
    .join('');

type Weight = 'plain' | 'bold';

export class Sheet {
  /** Where the next thing stands. */
  y: number = PAGE.margin;

  constructor(readonly pdf: Pdf) {}

  font(size: number, weight: Weight = 'plain'): this {
    this.pdf.font(weight === 'bold' ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
    return this;
  }

  /** Begins a page where less than `height` is left of this one. @returns whether it did */
  require(height: number): boolean {
    if (this.y + height <= BOTTOM || this.y === PAGE.margin) return false;
    this.pdf.addPage();
    this.y = PAGE.margin;
    return true;
  }

  widthOf(words: string): number {
    return this.pdf.widthOfString(printable(words));
  }

  /** Lines no wider than `width` in the present font; a word that is wider is divided. */
  lines(words: string, width: number): readonly string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of printable(words).split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.pdf.widthOfString(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      const pieces = this.divided(word, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
    }
    return [...lines, line];
  }

  /** One line at a place, without regard to the edges of the page. */
  put(words: string, x: number, y: number, colour: string = INK): void {
    this.pdf.fillColor(colour).text(printable(words), x, y, { lineBreak: false });
  }

  /** A paragraph over the width of the page. */
  paragraph(
    words: string,
    size: number,
    { weight = 'plain', colour = INK, after = 4 }: Paragraph = {},
  ): void {
    this.font(size, weight);
    for (const line of this.lines(words, CONTENT_WIDTH)) {
      this.require(size * LEADING);
      this.font(size, weight).put(line, PAGE.margin, this.y, colour);
      this.y += size * LEADING;
    }
    this.y += after;
  }

  private divided(word: string, width: number): readonly string[] {
    const pieces: string[] = [];
    let piece = '';
    for (const letter of word) {
      if (piece !== '' && this.pdf.widthOfString(piece + letter) > width) {
        pieces.push(piece);
        piece = '';
      }
      piece += letter;
    }
    return [...pieces, piece];
  }
}

interface Paragraph {
  readonly weight?: Weight;
  readonly colour?: string;
  readonly after?: number;
}

/** Distance of lines in sizes of the font. */
export const LEADING = 1.3;
