/** What stands behind the figures of a result: links by class of traffic, inputs and where they come from. */
import {
  type BusiestOfClass,
  type ExperimentResult,
  type LoadedLink,
  type NetworkLoads,
} from '@railyard/experiments';
import { bytes, number, percent } from './format.js';
import { Card } from './layout.js';
import { type Column } from './columns.js';
import { DataTable } from './table.js';

export function ResultDetails({ result }: { readonly result: ExperimentResult }) {
  return (
    <>
      <Links loads={result.network as unknown as NetworkLoads} />
      <Inputs inputs={result.inputs} />
    </>
  );
}

type Link = BusiestOfClass | LoadedLink;

/** The busiest link of each class, and what crosses it in a step by class of traffic. */
function Links({ loads: { busiestByClass } }: { readonly loads: NetworkLoads }) {
  const traffic = [...new Set(busiestByClass.flatMap(({ bytesByClass }) => Object.keys(bytesByClass)))];
  const columns: readonly Column<Link>[] = [
    { head: 'class', cell: (link) => link.class, order: (link) => link.class },
    { head: 'busiest link', cell: ({ name }) => <code>{name}</code>, order: ({ name }) => name },
    { head: 'alike', isNumber: true, cell: ({ alike }) => number(alike, 7), order: ({ alike }) => alike },
    {
      head: 'of its rate',
      isNumber: true,
      cell: ({ utilisation }) => percent(utilisation),
      order: ({ utilisation }) => utilisation,
    },
    ...traffic.map((name) => ({
      head: name,
      isNumber: true,
      cell: (link: Link) => bytes(amountOf(link, name)),
      order: (link: Link) => amountOf(link, name),
    })),
  ];
  return (
    <Card title="Links" note="Mean load over the step, and bytes of a step by class of traffic." wide>
      <DataTable
        caption="The busiest link of each class"
        columns={columns}
        rows={busiestByClass}
        keyOf={({ name }) => name}
      />
    </Card>
  );
}

const amountOf = ({ bytesByClass }: Link, name: string): number =>
  (bytesByClass as Readonly<Record<string, number>>)[name] ?? 0;

type Input = ExperimentResult['inputs'][number];

function Inputs({ inputs }: { readonly inputs: readonly Input[] }) {
  const counts = new Map<string, number>();
  for (const { provenance } of inputs) counts.set(provenance, (counts.get(provenance) ?? 0) + 1);
  const summary = [...counts].map(([provenance, count]) => `${count} ${provenance}`).join(', ');
  return (
    <Card title="Inputs" note="Numbers that the step depends on, and where each comes from." wide>
      <DataTable caption={summary} columns={INPUTS} rows={inputs} keyOf={({ name }) => name} short />
    </Card>
  );
}

const INPUTS: readonly Column<Input>[] = [
  { head: 'input', cell: ({ name }) => <code>{name}</code>, order: ({ name }) => name },
  {
    head: 'value',
    isNumber: true,
    cell: ({ value, unit }) => `${typeof value === 'number' ? number(value) : value} ${unit}`,
  },
  { head: 'provenance', cell: ({ provenance }) => provenance, order: ({ provenance }) => provenance },
  {
    head: 'source',
    cell: ({ source }) => <span class="words">{source}</span>,
    order: ({ source }) => source,
  },
];
