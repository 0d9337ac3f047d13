import fc from 'fast-check';
import { PagedTable, type PageStore, RESIDENT_PAGES, ROWS_OF_A_PAGE } from './paged-table.js';

class Kept implements PageStore {
  readonly pages: Uint8Array[] = [];
  reads = 0;

  write(bytes: Uint8Array): number {
    return this.pages.push(bytes.slice()) - 1;
  }

  read(number: number, into: Uint8Array): void {
    this.reads += 1;
    into.set(this.pages[number]!);
  }
}

function filled(rows: number, store?: PageStore): PagedTable {
  const table = new PagedTable(2, store);
  for (let row = 0; row < rows; row += 1) {
    table.row.set([row, -row]);
    table.push();
  }
  return table;
}

const LONG = ROWS_OF_A_PAGE * RESIDENT_PAGES * 3 + 7;

describe('PagedTable', () => {
  it('holds a bounded number of pages in memory, however many rows it has', () => {
    const store = new Kept();
    const table = filled(LONG, store);
    expect(table.pagesInMemory).toBeLessThanOrEqual(RESIDENT_PAGES + 1);
    let wrong = 0;
    for (let row = 0; row < LONG; row += 1) if (table.at(row, 1) !== -row) wrong += 1;
    expect(wrong).toBe(0);
    expect(table.pagesInMemory).toBeLessThanOrEqual(RESIDENT_PAGES + 1);
    expect(store.reads).toBeGreaterThan(RESIDENT_PAGES);
    // Each page went out once: what is full does not change.
    expect(store.pages.length).toBeLessThanOrEqual(Math.ceil(LONG / ROWS_OF_A_PAGE));
    expect(filled(LONG).pagesInMemory).toBe(Math.ceil(LONG / ROWS_OF_A_PAGE));
  });

  it('a table that fits goes to no store', () => {
    const store = new Kept();
    filled(ROWS_OF_A_PAGE * RESIDENT_PAGES, store);
    expect(store.pages).toHaveLength(0);
  });

  it('gives back every row in any order, between rows that are added', () => {
    const table = filled(LONG, new Kept());
    fc.assert(
      fc.property(fc.array(fc.nat(LONG - 1), { maxLength: 50 }), (rows) => {
        for (const row of rows) {
          expect([table.at(row, 0), table.at(row, 1)]).toEqual([row, -row]);
          table.row.set([table.length, -table.length]);
          table.push();
        }
      }),
    );
  });

  it('in another order has the same rows', () => {
    const order = Uint32Array.from({ length: LONG }, (_, row) => LONG - 1 - row);
    const moved = filled(LONG, new Kept()).inOrder(order);
    for (let row = 0; row < LONG; row += 101) expect(moved.at(row, 0)).toBe(LONG - 1 - row);
    expect(moved.pagesInMemory).toBeLessThanOrEqual(RESIDENT_PAGES + 1);
  });
});
