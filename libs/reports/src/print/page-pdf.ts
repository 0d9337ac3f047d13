/** A report's page as PDF: the same sentences, charts and tables as its HTML, on A4. */
import { type PageSection, type ReportPage, shownCell } from '../page/index.js';
import { drawChart } from './chart.js';
import { PAGE, SOFT, Sheet } from './sheet.js';
import { drawTable } from './table.js';

// eslint-disable-next-line no-restricted-syntax -- a constant, no clock
const NO_DATE = new Date(0);

/**
 * The same page makes the same bytes: there is no date in the file.
 * Fonts are the standard ones of every reader, whose letters are those of Windows-1252.
 */
export async function pagePdf(page: ReportPage): Promise<Uint8Array> {
  const { PDFDocument } = await import('./library.js');
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: page.title, Creator: 'Railyard', Producer: 'Railyard', CreationDate: NO_DATE },
  });
  // The library must know a date; what is not enumerable it does not write.
  Object.defineProperty(pdf.info, 'CreationDate', { enumerable: false });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  const sheet = new Sheet(pdf);
  sheet.paragraph(page.title, 16, { weight: 'bold', after: 8 });
  for (const sentence of page.lead) sheet.paragraph(sentence, 9);
  for (const section of page.sections) drawSection(sheet, section);
  numberPages(sheet, page.title);
  pdf.end();
  await ended;
  return joined(chunks);
}

function drawSection(sheet: Sheet, { heading, sentences = [], charts = [], tables = [] }: PageSection): void {
  sheet.y += 8;
  // A heading is not left alone at the foot of a page.
  sheet.require(80);
  sheet.pdf.outline.addItem(heading);
  sheet.paragraph(heading, 12, { weight: 'bold', after: 5 });
  for (const sentence of sentences) sheet.paragraph(sentence, 9);
  for (const chart of charts) drawChart(sheet, chart);
  for (const { title, columns, rows } of tables)
    drawTable(sheet, { title, columns, rows: rows.map((row) => row.map(shownCell)) });
}

function numberPages(sheet: Sheet, title: string): void {
  const { pdf } = sheet;
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    sheet.font(7);
    const [y, number] = [PAGE.height - PAGE.margin + 6, `${page + 1} / ${count}`];
    const [short = ''] = sheet.lines(title, PAGE.width - 2 * PAGE.margin - 60);
    sheet.put(short, PAGE.margin, y, SOFT);
    sheet.put(number, PAGE.width - PAGE.margin - sheet.widthOf(number), y, SOFT);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
