/** The runs of a sweep, the best first. */
import { useMemo } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import { type SweepMember, type SweepView } from '../../service/index.js';
import { Card, type Column, DataTable, number } from '../../ui/index.js';
import { whyBehind } from './lost.js';
import { besideOf, metricOf, parametersIn, shortName, type SweptProps, textOf } from './swept.js';

interface MembersProps extends SweptProps {
  readonly behind: NonNullable<SweepView['plan']>['behind'];
}

/** @param members the best first */
export function Members({ members, objective, behind }: MembersProps) {
  const columns = useMemo(
    () => [...columnsOf(members, objective.metric), ...whyColumn(behind)],
    [members, objective.metric, behind],
  );
  if (members.length === 0) return null;
  return (
    <Card title="The best, and runners-up" wide>
      <DataTable
        caption={`By ${objective.metric}, ${objective.goal}`}
        columns={columns}
        rows={members}
        keyOf={({ position }) => String(position)}
        file="sweep"
      />
    </Card>
  );
}

function columnsOf(members: readonly SweepMember[], objective: string): readonly Column<SweepMember>[] {
  const metrics = [objective, ...besideOf(members).filter((name) => name !== objective)];
  return [
    {
      head: 'run',
      cell: ({ id }) => <a href={addressOf('run', parametersOf({ id }, {}))}>{id.slice(-8)}</a>,
      full: ({ id }) => id,
    },
    ...parametersIn(members).map((path) => ({
      head: shortName(path),
      cell: ({ parameters }: SweepMember) => textOf(parameters[path]),
      order: ({ parameters }: SweepMember) => orderOf(parameters[path]),
    })),
    ...metrics.map((name) => ({
      head: name,
      isNumber: true,
      cell: (member: SweepMember) => number(metricOf(member, name), 5),
      order: (member: SweepMember) => metricOf(member, name),
    })),
  ];
}

/** Of a search. */
function whyColumn(behind: MembersProps['behind']): readonly Column<SweepMember>[] {
  if (behind === undefined) return [];
  const parts = new Map(behind.map((run) => [run.position, run]));
  return [{ head: 'why behind', cell: ({ position }) => whyBehind(parts.get(position)) }];
}

const orderOf = (value: unknown): number | string => (typeof value === 'number' ? value : textOf(value));
