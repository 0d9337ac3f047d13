/** Runs: find, follow, choose for comparison; submit another. */
import { useMemo, useState } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf, useUrlState } from '../../app/url-state.js';
import {
  listRuns,
  runResult,
  type RunView,
  ServiceState,
  SubmitForm,
  submitRun,
  useService,
} from '../../service/index.js';
import { type Column, DataTable, number, Page, percent, seconds, SelectField } from '../../ui/index.js';

const DEFAULTS = { name: '', state: '' };
const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

type List = Awaited<ReturnType<typeof listRuns>>;

export default function RunsScreen() {
  const [state, change] = useUrlState('runs', DEFAULTS);
  const filter = {
    ...(state.name === '' ? {} : { name: state.name }),
    ...(state.state === '' ? {} : { state: state.state }),
  };
  const [heard, reload] = useService(() => listRuns(filter), JSON.stringify(state), isLive);
  return (
    <Page
      title="Runs"
      lead="Experiments that the service computed or is computing. They change as they go on."
    >
      <ServiceState heard={heard} onReload={reload} />
      {heard.value !== undefined && (
        <>
          <SubmitForm
            label="Submit"
            onSubmit={async (document) =>
              addressOf('run', parametersOf({ id: (await submitRun(document)).id }, {}))
            }
          />
          <form class="card row" aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
            <label class="field">
              Name{' '}
              <input
                type="search"
                value={state.name}
                onInput={({ currentTarget }) => change({ name: currentTarget.value })}
              />
            </label>
            <SelectField
              label="State"
              value={state.state}
              options={[['', 'any'], ...STATES]}
              onChange={(word) => change({ state: word })}
            />
          </form>
          <List key={JSON.stringify(state)} filter={filter} first={heard.value} />
        </>
      )}
    </Page>
  );
}

const isLive = ({ items }: List): boolean =>
  items.some(({ state }: RunView) => state === 'queued' || state === 'running');

interface ListProps {
  readonly filter: Parameters<typeof listRuns>[0];
  readonly first: List;
}

function List({ filter, first }: ListProps) {
  const [more, setMore] = useState<readonly RunView[]>([]);
  const [next, setNext] = useState(first.next);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rows = [...first.items, ...more];
  const columns = useMemo(() => columnsOf(chosen, setChosen), [chosen]);
  const load = async (): Promise<void> => {
    const page = await listRuns(filter, next ?? undefined);
    setMore((before) => [...before, ...page.items]);
    setNext(page.next);
  };
  const compare = async (): Promise<void> => {
    const results = await Promise.all(chosen.map((id) => runResult(id)));
    const experiments = results.map((result) =>
      JSON.stringify((result as Readonly<Record<string, unknown>>)['document']),
    );
    location.hash = addressOf('compare', parametersOf({ experiments }, {}));
  };
  return (
    <div class="card">
      <div class="row" style={{ marginBottom: '8px' }}>
        <button type="button" disabled={chosen.length < 2} onClick={() => void compare()}>
          Compare {chosen.length === 0 ? 'chosen runs' : chosen.length}
        </button>
        {next !== null && (
          <button type="button" onClick={() => void load()}>
            Load more
          </button>
        )}
      </div>
      {rows.length === 0 ? (
        <p>No runs. Submit one above.</p>
      ) : (
        <DataTable
          caption={`${rows.length}${next === null ? '' : ' and more'} runs, the latest first`}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
    </div>
  );
}

function columnsOf(
  chosen: readonly string[],
  onChoose: (chosen: readonly string[]) => void,
): readonly Column<RunView>[] {
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-4));
  return [
    {
      head: 'choose',
      cell: ({ id, name, state }) => (
        <input
          type="checkbox"
          aria-label={`Choose ${name}, ${id}`}
          disabled={state !== 'succeeded'}
          checked={chosen.includes(id)}
          onChange={() => toggle(id)}
        />
      ),
    },
    {
      head: 'name',
      cell: ({ id, name }) => <a href={addressOf('run', parametersOf({ id }, {}))}>{name}</a>,
      order: ({ name }) => name,
    },
    {
      head: 'state',
      cell: ({ state, share }) => (state === 'running' ? `running, ${percent(share, 2)}` : state),
      order: ({ state }) => state,
    },
    {
      head: 'created',
      cell: ({ createdAt }) => createdAt.slice(0, 19).replace('T', ' '),
      order: ({ createdAt }) => createdAt,
    },
    ...METRICS.map(([head, of, as]) => ({
      head,
      isNumber: true,
      cell: (run: RunView) => shown(of(run), as),
      order: (run: RunView) => of(run) ?? -Infinity,
    })),
  ];
}

type Of = (run: RunView) => number | null | undefined;

const METRICS: readonly (readonly [head: string, of: Of, as: (value: number) => string])[] = [
  ['step time', ({ summary }) => summary?.stepTimeS, (value) => seconds(value)],
  ['tokens/day (B)', ({ summary }) => summary?.tokensPerDayB, (value) => number(value)],
  ['MFU', ({ summary }) => summary?.mfuCausal, (value) => percent(value)],
  ['memory (GB)', ({ summary }) => summary?.peakMemoryGB, (value) => number(value)],
];

const shown = (value: number | null | undefined, as: (value: number) => string): string =>
  value === null || value === undefined ? '–' : as(value);
