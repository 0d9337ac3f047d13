/** A recording alongside the twin's step: what differs, by name. */
import { type ProfileDifference } from '@railyard/profile';
import { Card, type Column, DataTable, number, signed } from '../../ui/index.js';

type Row = ProfileDifference['parts'][number];

const COLUMNS: readonly Column<Row>[] = [
  { head: 'part', cell: ({ name }) => name },
  { head: 'recorded (ms)', isNumber: true, cell: ({ beforeMs }) => number(beforeMs) },
  { head: 'twin (ms)', isNumber: true, cell: ({ afterMs }) => number(afterMs) },
  { head: 'difference (ms)', isNumber: true, cell: ({ changeMs }) => signed(changeMs) },
];

export function Difference({
  difference: { span, parts, explained },
}: {
  readonly difference: ProfileDifference;
}) {
  return (
    <Card title="Beside the twin's own step" note={explained} wide>
      <DataTable
        caption="Per training step"
        columns={COLUMNS}
        rows={[span, ...parts]}
        keyOf={({ name }) => name}
      />
    </Card>
  );
}
