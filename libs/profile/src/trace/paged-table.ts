/**
 * Rows of numbers in pages. With a store, memory holds a few full pages of a table of any length: the one
 * that was opened longest ago goes to the store, and comes back when it is read.
 */
import { elementAt } from '@railyard/base';

/** Keeps full pages outside memory, e.g. in a temporary file. */
export interface PageStore {
  /** Keeps the bytes and returns the number under which they are found. */
  write(bytes: Uint8Array): number;
  read(number: number, into: Uint8Array): void;
}

const SHIFT = 9;
export const ROWS_OF_A_PAGE = 1 << SHIFT;
const MASK = ROWS_OF_A_PAGE - 1;
/** Full pages of a table that memory holds where a store takes the others. */
export const RESIDENT_PAGES = 128;

export class PagedTable {
  length = 0;
  /** The row that `push` appends. */
  readonly row: Float64Array;
  /** [page] undefined while it is in the store alone */
  private readonly pages: (Float64Array<ArrayBuffer> | undefined)[] = [];
  /** [page] under which the store has it; undefined before it went there */
  private readonly numbers: (number | undefined)[] = [];
  /** Full pages in memory, the one that was opened longest ago first; of use with a store alone. */
  private readonly resident: number[] = [];
  private tail = new Float64Array(0);
  /** The page that was read last. */
  private opened = -1;
  private open = new Float64Array(0);

  constructor(
    private readonly width: number,
    private readonly store?: PageStore,
  ) {
    this.row = new Float64Array(width);
  }

  /** Pages that memory holds. */
  get pagesInMemory(): number {
    return this.pages.reduce((count, page) => count + (page === undefined ? 0 : 1), 0);
  }

  push(): void {
    const at = this.length & MASK;
    if (at === 0) {
      this.tail = this.buffer();
      this.pages.push(this.tail);
    }
    this.tail.set(this.row, at * this.width);
    this.length += 1;
    if (at === MASK && this.store !== undefined) this.resident.push(this.pages.length - 1);
  }

  at(row: number, column: number): number {
    const page = row >>> SHIFT;
    if (page !== this.opened) this.turnTo(page);
    return this.open[(row & MASK) * this.width + column] ?? 0;
  }

  /** The same rows in another order. */
  inOrder(order: Uint32Array): PagedTable {
    const moved = new PagedTable(this.width, this.store);
    for (let to = 0; to < order.length; to += 1) {
      const from = elementAt(order, to);
      for (let column = 0; column < this.width; column += 1) moved.row[column] = this.at(from, column);
      moved.push();
    }
    return moved;
  }

  private turnTo(page: number): void {
    const { resident } = this;
    const found = this.pages[page];
    if (found === undefined) {
      this.open = this.buffer();
      this.store?.read(this.numbers[page] ?? 0, bytesOf(this.open));
      this.pages[page] = this.open;
      resident.push(page);
    } else {
      this.open = found;
      const place = resident.lastIndexOf(page);
      if (place >= 0) resident.push(...resident.splice(place, 1));
    }
    this.opened = page;
  }

  /** Room for a page: that of the page which was opened longest ago, where memory holds enough of them. */
  private buffer(): Float64Array<ArrayBuffer> {
    const fresh = (): Float64Array<ArrayBuffer> => new Float64Array(ROWS_OF_A_PAGE * this.width);
    if (this.resident.length < RESIDENT_PAGES) return fresh();
    const page = this.resident.shift() ?? 0;
    const freed = this.pages[page] ?? fresh();
    this.numbers[page] ??= this.store?.write(bytesOf(freed));
    this.pages[page] = undefined;
    if (this.opened === page) this.opened = -1;
    return freed;
  }
}

const bytesOf = (page: Float64Array): Uint8Array =>
  new Uint8Array(page.buffer, page.byteOffset, page.byteLength);
