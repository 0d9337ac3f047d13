import { listOf, placeholders, rowsOf } from './session.js';

describe('parameters of a statement', () => {
  it('are numbered for PostgreSQL and left as they are for SQLite', () => {
    const sql = `UPDATE "run" SET "name" = ? WHERE "id" IN (${listOf(2)})`;
    expect(placeholders('sqlite', sql)).toBe(sql);
    expect(placeholders('postgres', sql)).toBe(`UPDATE "run" SET "name" = $1 WHERE "id" IN ($2, $3)`);
  });

  it('make lists and rows of any size', () => {
    expect([listOf(0), listOf(1), listOf(3)]).toEqual(['', '?', '?, ?, ?']);
    expect(rowsOf(2, 3)).toBe('(?, ?, ?), (?, ?, ?)');
  });
});
