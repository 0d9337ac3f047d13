import { Fragment, h } from 'preact';
import { type Column, tableCsv } from './columns.js';

interface Row {
  readonly name: string;
  readonly value: number;
}

const Strong = ({ of }: { readonly of: string }) => h(Fragment, null, [h('b', null, of), ' !']);

const COLUMNS: readonly Column<Row>[] = [
  { head: 'choose', isControl: true, cell: () => h('input', { type: 'checkbox' }) },
  { head: 'name', cell: ({ name }) => h('a', { href: '#' }, name) },
  { head: 'short', cell: ({ name }) => name.slice(0, 1), full: ({ name }) => name },
  { head: 'ms', isNumber: true, cell: ({ value }) => value.toFixed(1), order: ({ value }) => value },
  { head: 'shown', isNumber: true, cell: ({ value }) => value.toLocaleString('en-US') },
  { head: 'loud', cell: ({ name }) => h(Strong, { of: name }) },
];

it('a table is saved as it is shown, numbers in full, and no text is a formula', async () => {
  const rows = [
    { name: 'a, "b"', value: 1234.5678 },
    { name: '=1+1', value: -0.25 },
    { name: 'none', value: NaN },
  ];
  expect((await tableCsv(COLUMNS, rows)).split('\n')).toEqual([
    'name,short,ms,shown,loud',
    '"a, ""b""","a, ""b""",1234.5678,1234.568,"a, ""b"" !"',
    "'=1+1,'=1+1,-0.25,-0.25,'=1+1 !",
    'none,none,NaN,NaN,none !',
    '',
  ]);
});
