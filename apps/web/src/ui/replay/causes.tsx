/** What each class of faults cost. */
import { type ExperimentResult } from '@railyard/experiments';
import { Card, type Column, DataTable, number, percent } from '../index.js';

type Cause = NonNullable<ExperimentResult['replay']>['byCause'][number];

const COLUMNS: readonly Column<Cause>[] = [
  { head: 'cause', cell: (row) => row.class, order: (row) => row.class },
  { head: 'family', cell: ({ family }) => family, order: ({ family }) => family },
  {
    head: 'faults',
    isNumber: true,
    cell: ({ faults }) => number(faults.mean, 3),
    order: ({ faults }) => faults.mean,
  },
  {
    head: 'interruptions',
    isNumber: true,
    cell: ({ interruptions }) => number(interruptions.mean, 3),
    order: ({ interruptions }) => interruptions.mean,
  },
  {
    head: 'of the wall time',
    isNumber: true,
    cell: ({ shareOfWall }) => percent(shareOfWall.mean),
    order: ({ shareOfWall }) => shareOfWall.mean,
  },
];

export function Causes({ causes }: { readonly causes: readonly Cause[] }) {
  return (
    <Card title="Goodput lost, by cause" wide>
      <DataTable
        caption="Means of a replica"
        short
        columns={COLUMNS}
        rows={causes}
        keyOf={(row) => row.class}
        file="causes"
      />
    </Card>
  );
}
