/** A report: published numbers, the twin's with its band, and whether they agree. */
import { type ReportRow } from '@railyard/reports';
import { type ReportAnswer } from '../../engine/index.js';
import { type Column, DataTable, number, range, signed } from '../../ui/index.js';

interface JudgedRow extends ReportRow {
  readonly verdict: string;
}

/** Text alongside the colour: nobody has to tell green from red. */
const VERDICTS: Readonly<Record<string, readonly [text: string, tone: string]>> = {
  within: ['within', 'good'],
  outside: ['outside', 'bad'],
  open: ['open', 'bad'],
  'not judged': ['not judged', 'muted'],
};

const COLUMNS: readonly Column<JudgedRow>[] = [
  {
    head: 'row',
    cell: ({ name, unit }) => (unit === 'count' || name.startsWith(unit) ? name : `${name} (${unit})`),
  },
  { head: 'network', cell: (row) => row.case },
  { head: 'paper', isNumber: true, cell: ({ paper }) => (paper === null ? '–' : number(paper, 5)) },
  { head: 'twin', isNumber: true, cell: ({ twin }) => number(twin, 5) },
  {
    head: '90 % band',
    isNumber: true,
    cell: ({ band }) => (band === undefined ? '–' : range(band, (value) => number(value))),
  },
  {
    head: 'difference',
    isNumber: true,
    cell: ({ errorPct }) => (errorPct === null ? '–' : `${signed(errorPct, 3)} %`),
  },
  {
    head: 'verdict',
    cell: ({ verdict, open }) => {
      const [text, tone] = VERDICTS[verdict] ?? [verdict, 'muted'];
      return (
        <span class={`tag ${tone}`} title={open}>
          {text}
        </span>
      );
    },
  },
];

export function ReportTable({ report }: { readonly report: ReportAnswer }) {
  const rows = report.rows.map((row, place) => ({ ...row, verdict: report.verdicts[place] ?? '' }));
  return (
    <DataTable
      caption={report.title}
      columns={COLUMNS}
      rows={rows}
      keyOf={({ name, case: on }) => `${name} ${on}`}
    />
  );
}
