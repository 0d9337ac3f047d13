/** Why others lost: points that a search did not run, and in which part of a step its runs are behind. */
import { type SweepView } from '../../service/index.js';
import { Card, DataTable, number } from '../../ui/index.js';

type Plan = NonNullable<SweepView['plan']>;
type Lost = NonNullable<Plan['lost']>[number];
type Behind = NonNullable<Plan['behind']>[number];

const BOUNDS: Readonly<Record<Lost['by'], string>> = {
  work: 'kernels and exposed communication alone take too long',
  schedule: 'the bubble of the schedule takes too long, experts in balance',
  routing: 'one expert group with its routing, sends and optimizer takes too long',
};

const PARTS = [
  ['computationS', 'computation'],
  ['exposedCommunicationS', 'exposed communication'],
  ['bubbleS', 'bubble'],
  ['optimizerS', 'optimizer'],
] as const satisfies readonly (readonly [keyof Behind, string])[];

/** The part of the step in which a run loses most to the best. */
export function whyBehind(behind: Behind | undefined): string {
  if (behind === undefined) return '';
  const [[part, name]] = PARTS.toSorted(([a], [b]) => behind[b] - behind[a]) as [(typeof PARTS)[number]];
  return behind[part] <= 0 ? 'the best' : `${name} +${number(behind[part], 2)} s`;
}

/** Nothing where the sweep is no search, or all of its points were run. */
export function LostPoints({ plan }: { readonly plan: SweepView['plan'] }) {
  const lost = plan?.lost ?? [];
  if (lost.length === 0) return null;
  const metric = plan?.objective.metric ?? '';
  return (
    <Card title="Why others lost" note="No run of these points can beat what the table says." wide>
      <DataTable
        caption="Points that were not run"
        columns={[
          {
            head: 'points',
            isNumber: true,
            cell: ({ count }: Lost) => number(count, 6),
            order: ({ count }) => count,
          },
          { head: 'why', cell: ({ by }) => BOUNDS[by] },
          {
            head: `${metric} at best`,
            isNumber: true,
            cell: ({ bound }) => number(bound, 5),
            order: ({ bound }) => bound,
          },
        ]}
        rows={lost}
        keyOf={({ by }) => by}
        file="lost"
      />
    </Card>
  );
}
