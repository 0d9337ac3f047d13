/** Sweeps: those that the service keeps, and another. */
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import {
  listSweeps,
  previewSweep,
  ServiceState,
  SubmitForm,
  submitSweep,
  useService,
} from '../../service/index.js';
import { type Column, DataTable, number, Page } from '../../ui/index.js';

type SweepPreview = Awaited<ReturnType<typeof previewSweep>>;
type Entry = Awaited<ReturnType<typeof listSweeps>>['items'][number];

const EXAMPLE = `apiVersion: railyard/v1
kind: Sweep
name: pipeline-sweep
preset: deepseek-v3-mpft
method: grid
parameters:
  workload.parallelism.pipeline: { values: [8, 16, 32] }
  cluster.preset: { values: [h800-2048-mpft, h800-2048-mrft] }
objective: { metric: tokensPerDayB, goal: maximize }
`;

const link = (id: string): string => addressOf('sweep', parametersOf({ id }, {}));

/** What would be computed. */
const sizeOf = ({ size, runs, duplicates, infeasible, expectedMinutes }: SweepPreview): string =>
  [
    `${number(size, 6)} points`,
    `${number(duplicates, 6)} duplicates`,
    `${number(infeasible.count, 6)} infeasible`,
    `${number(runs, 6)} to run`,
    ...(expectedMinutes === null ? [] : [`about ${number(expectedMinutes, 2)} minutes`]),
  ].join(', ');

const COLUMNS: readonly Column<Entry>[] = [
  { head: 'name', cell: ({ id, name }) => <a href={link(id)}>{name}</a>, order: ({ name }) => name },
  {
    head: 'created',
    cell: ({ createdAt }) => createdAt.slice(0, 19).replace('T', ' '),
    order: ({ createdAt }) => createdAt,
  },
];

export default function SweepsScreen() {
  const [heard, reload] = useService(listSweeps, '');
  return (
    <Page title="Sweeps" lead="Many experiments of one document: which values are best.">
      <ServiceState heard={heard} onReload={reload} />
      {heard.value !== undefined && (
        <>
          <SubmitForm
            label="Submit the sweep"
            example={EXAMPLE}
            onSubmit={async (document) => link((await submitSweep(document)).id)}
            onPreview={async (document) => sizeOf(await previewSweep(document))}
          />
          <div class="card">
            {heard.value.items.length === 0 ? (
              <p>No sweeps yet. Submit the one above.</p>
            ) : (
              <DataTable caption="Sweeps" columns={COLUMNS} rows={heard.value.items} keyOf={({ id }) => id} />
            )}
          </div>
        </>
      )}
    </Page>
  );
}
