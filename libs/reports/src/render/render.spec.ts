import { parse } from 'csv-parse/sync';
import { decodeFindings } from '@railyard/experiments';
import { type Report, reportRow } from '../report.js';
import { decodeLimits, table1, table4 } from '../tables/index.js';
import { resultWith } from '../testing/index.js';
import { escapeFormula } from '../escape/index.js';
import { renderCsv, renderHtml, renderMarkdown, renderText } from './index.js';

const four = table4(resultWith('h800-2048-mpft'), resultWith('h800-2048-mrft', { bubbleS: 3 }));
const hostile: Report = {
  artifact: 'table1',
  title: '<script>alert(1)</script>',
  engineVersion: '=1+1',
  conclusion: 'a | b < c & "d"',
  withinTolerance: false,
  rows: [
    reportRow({ name: '=cmd()', unit: '@u', case: '+1|<b>', paper: -2, twin: -3, note: '-n' }),
    reportRow({ name: 'empty', unit: 's', case: 'x', paper: null, twin: Number.NaN }),
  ],
  inputs: [{ name: '<i>', value: '"v"', unit: '', provenance: 'assumed', source: "it's" }],
};

describe('renderText', () => {
  it('sets two cases side by side as in the report that everyone opens first', () => {
    expect(renderText(four)).toMatchSnapshot();
  });

  it('gives each row a line when cases are many', () => {
    expect(renderText({ ...table1(), engineVersion: '9.9.9' })).toMatchSnapshot();
    expect(renderText(decodeLimits(decodeFindings()))).toContain('120.96');
  });

  it('says loudly what is out', () => {
    expect(renderText(four)).toContain('OUT OF TOLERANCE.');
    expect(
      renderText(four)
        .split('\n')
        .find((line) => line.startsWith('bubble')),
    ).toContain('MRFT OUT');
    expect(renderText(hostile)).toContain('NaN');
  });
});

describe('renderMarkdown', () => {
  it('is a table whose cells hold no bars or tags of their own', () => {
    const lines = renderMarkdown(hostile).split('\n');
    const table = lines.filter((line) => line.startsWith('|'));
    const columns = table.map((line) => line.replace(/\\\|/g, '').split('|').length);
    expect(new Set(columns).size).toBe(1);
    expect(table.join('')).not.toContain('<b>');
  });

  it('holds the numbers and the verdict', () => {
    expect(renderMarkdown(table1())).toContain('| 70.272 | 70.272 |');
    expect(renderMarkdown(table1())).toContain('**Every judged row is within its tolerance.**');
  });
});

describe('renderCsv', () => {
  it('reads back with full numbers', () => {
    const records: Record<string, string>[] = parse(renderCsv(four), { columns: true });
    expect(records).toHaveLength(28);
    expect(records[0]).toMatchObject({
      artifact: 'table4',
      case: 'MPFT',
      name: 'tokens/day',
      paper: '272.8',
      twin: '271.8',
      verdict: 'within',
      kind: 'predicted',
    });
    expect(Number(records[1]!['errorPct'])).toBe(four.rows[1]!.errorPct);
  });

  it('leaves no text that a spreadsheet runs, and no number that it cannot read', () => {
    const [first, second]: Record<string, string>[] = parse(renderCsv(hostile), { columns: true });
    expect(first).toMatchObject({
      name: "'=cmd()",
      unit: "'@u",
      case: "'+1|<b>",
      note: "'-n",
      engineVersion: "'=1+1",
      paper: '-2',
      twin: '-3',
    });
    expect(second).toMatchObject({ paper: '', errorPct: '' });
    expect(['plain', '=a', '+a', '-a', '@a', '\ta', '\ra'].map(escapeFormula)).toEqual([
      'plain',
      "'=a",
      "'+a",
      "'-a",
      "'@a",
      "'\ta",
      "'\ra",
    ]);
  });
});

describe('renderHtml', () => {
  const page = renderHtml([table1(), four]);

  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|@import|url\(|src=|https?:/);
  });

  it('can be read without seeing it', () => {
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<table>/g)!.length).toBe(page.match(/<caption>/g)!.length);
    expect(page.match(/<svg[^>]*role="img"[^>]*aria-labelledby=/g)).toHaveLength(2);
    expect(page).not.toMatch(/<th[^>]*><\/th>/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has both themes, every number and every input', () => {
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('<td>516.096</td>');
    expect(page).toContain('routing.imbalance');
    expect(page).toContain('OUT OF TOLERANCE.');
  });

  it('lets no value become markup', () => {
    const bad = renderHtml([hostile], '</title><b>');
    expect(bad).not.toMatch(/<script>|<b>|<i>/);
    expect(bad).toContain('&lt;script&gt;');
  });

  it('closes what it opens', () => {
    for (const tag of ['section', 'table', 'tr', 'svg', 'g', 'details', 'p', 'th', 'td']) {
      expect(page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length).toBe(
        page.match(new RegExp(`</${tag}>`, 'g'))?.length,
      );
    }
  });
});

describe('bars and verdict', () => {
  const healthy = table4(resultWith('h800-2048-mpft'), resultWith('h800-2048-mrft'));
  const page = renderHtml([healthy]);

  it('draws what has one unit on one scale', () => {
    const widthOf = (label: string): number =>
      Number(
        new RegExp(`MPFT: ${label} \\(s\\)</text><rect class="paper"[^>]* width="([\\d.]+)"`).exec(page)?.[1],
      );
    expect(widthOf('1F') / widthOf('1F1B')).toBeCloseTo(1.13 / 13.95, 2);
    expect(widthOf('1F1B')).toBeGreaterThan(300);
  });

  it('is not green above rows that nobody judged, and says how far they differ', () => {
    expect(healthy.withinTolerance).toBe(true);
    expect(page).toMatch(
      /class="verdict partly">Every judged row .* 8 rows with a published number are not judged/,
    );
    expect(page).toContain('differ by 25 % at most.');
    expect(renderHtml([table1()])).toContain(
      'class="verdict within">Every judged row is within its tolerance.<',
    );
  });
});
