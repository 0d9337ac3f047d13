import { readPdf } from '../../../../test/support/pdf.js';
import { type ReportPage } from '../page/index.js';
import { table1 } from '../tables/index.js';
import { pageFile, reportsFile } from './index.js';

const page = (parts: Partial<ReportPage>): ReportPage => ({
  title: 'A page',
  lead: [],
  sections: [],
  ...parts,
});
const bytesOf = async (parts: Partial<ReportPage>): Promise<Uint8Array> =>
  (await pageFile(page(parts), 'pdf')) as Uint8Array;
const withRows = (rows: readonly (readonly (string | number)[])[], columns: readonly string[]) => ({
  sections: [{ heading: 'Rows', tables: [{ title: 'All', columns, rows }] }],
});

describe('a page as PDF', () => {
  it('has the figures of every other form', async () => {
    const report = table1();
    const { lines } = readPdf((await reportsFile([report], 'pdf')) as Uint8Array);
    expect(lines).toEqual(expect.arrayContaining([report.title, '70.272', '516.096', 'twin', 'paper']));
    expect(lines.join(' ')).toContain('Every judged row is within its tolerance.');
    for (const { name } of report.inputs) expect(lines.join('')).toContain(name);
  });

  it('is the same file each time, and says nothing of when', async () => {
    const parts = withRows([[1, 2]], ['a', 'b']);
    const [one, other] = [await bytesOf(parts), await bytesOf(parts)];
    expect(Buffer.compare(one, other)).toBe(0);
    expect(Buffer.from(one).toString('latin1')).toMatch(/^%PDF-1\.\d/);
    expect(Buffer.from(one).toString('latin1')).not.toMatch(/CreationDate|ModDate|\/URI|\/JavaScript/);
  });

  it('draws every shape of a chart', async () => {
    const body =
      '<rect x="0.0" y="0.0" width="7.5" height="9.0" fill="#56b4e9"><title>not shown</title></rect>' +
      '<path class="curve" stroke="#e69f00" stroke-dasharray="8 8" d="M0 0L31.5 20"/>' +
      '<g fill-opacity="0.50"><circle cx="5" cy="6" r="2" fill="#000000"/></g>' +
      '<text class="soft" x="10.0" y="20.0" text-anchor="end">a &amp; b</text>';
    const chart = { id: 'c', title: 'Drawn', width: 760, height: 40, body };
    const { marks, lines } = readPdf(await bytesOf({ sections: [{ heading: 'H', charts: [chart] }] }));
    expect(marks).toContain('0 0 7.5 9 re');
    expect(marks).toContain('31.5 20 l');
    expect(marks).toContain('[8 8] 0 d');
    expect(marks.match(/ c\n/g)).toHaveLength(4);
    expect(lines).toEqual(expect.arrayContaining(['H', 'Drawn', 'a & b']));
    expect(lines.join('')).not.toContain('not shown');
  });

  it('goes on on further pages, with the heads of a table on each', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => [`row ${i}`, i]);
    const { pages, lines } = readPdf(await bytesOf(withRows(rows, ['which', 'value'])));
    expect(pages).toBe(4);
    expect(lines.filter((line) => line === 'which')).toHaveLength(pages);
    expect(lines).toEqual(expect.arrayContaining(['row 0', 'row 149', `${pages} / ${pages}`]));
  });

  it('wraps what is wide and loses no letter of it', async () => {
    const long = 'words '.repeat(60) + 'x'.repeat(300);
    const { lines } = readPdf(await bytesOf(withRows([[long, 1]], ['text', 'n'])));
    expect(lines.join('').replaceAll(' ', '')).toContain(long.replaceAll(' ', ''));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(160);
  });

  it('shows a letter that its fonts lack as a question mark', async () => {
    const { lines } = readPdf(await bytesOf(withRows([['Zürich 中 µs', 1]], ['text', 'n'])));
    expect(lines).toContain('Zürich ? µs');
  });
});
