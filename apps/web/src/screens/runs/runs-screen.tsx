/** Runs: find, follow, choose for comparison; submit another. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { addressOf } from '../../app/router.js';
import { parametersOf, useUrlState } from '../../app/url-state.js';
import {
  type Heard,
  listRuns,
  outcome,
  runResult,
  type RunView,
  ServiceState,
  SubmitForm,
  submitRun,
  useService,
} from '../../service/index.js';
import { DataTable, Page, SearchField, SelectField } from '../../ui/index.js';
import { Counts } from './counts.js';
import { columnsOf, headOf, sortNamed } from './run-columns.js';

const DEFAULTS = { name: '', state: '', sort: '-createdAt' };
const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];

type List = Awaited<ReturnType<typeof listRuns>>;

export default function RunsScreen() {
  const [state, change] = useUrlState('runs', DEFAULTS);
  const { name, sort } = state;
  const filter = {
    sort,
    ...(name === '' ? {} : { name }),
    ...(state.state === '' ? {} : { state: state.state }),
  };
  const key = JSON.stringify(state);
  // What was heard keeps its own filter: a cursor of one order means nothing in another.
  const [heard, reload] = useService(
    async () => ({ key, filter, list: await listRuns(filter) }),
    key,
    isLive,
  );
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
            <SearchField label="Part of the name" value={name} onChange={(part) => change({ name: part })} />
            <SelectField
              label="State"
              value={state.state}
              options={[['', 'any'], ...STATES]}
              onChange={(word) => change({ state: word })}
            />
            <Counts />
          </form>
          <Listed
            key={heard.value.key}
            filter={heard.value.filter}
            first={heard.value.list}
            onSort={(next) => change({ sort: next })}
          />
        </>
      )}
    </Page>
  );
}

const isLive = ({ list: { items } }: { readonly list: List }): boolean =>
  items.some(({ state }: RunView) => state === 'queued' || state === 'running');

interface ListProps {
  readonly filter: Parameters<typeof listRuns>[0];
  readonly first: List;
  readonly onSort: (sort: string) => void;
}

/** Pages follow as one scrolls: the service orders and filters, whatever their number. */
function Listed({ filter, first, onSort }: ListProps) {
  const { rows, next, refused, load } = usePages(filter, first);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const columns = useMemo(() => columnsOf(chosen, setChosen), [chosen]);
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
      </div>
      {rows.length === 0 ? (
        <p>No runs. Submit one above, or ask for others.</p>
      ) : (
        <DataTable
          caption={`${rows.length} runs${next === null ? '' : ', others follow as you scroll'}`}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          ordered={{
            ...headOf(filter.sort),
            onOrder: (head) => onSort(sortNamed(head, filter.sort)),
          }}
          onEnd={load}
          file="runs"
        />
      )}
      {refused !== undefined && <ServiceState heard={refused} onReload={load} />}
    </div>
  );
}

function usePages(filter: ListProps['filter'], first: List) {
  const [more, setMore] = useState<readonly RunView[]>([]);
  const [next, setNext] = useState(first.next);
  const [refused, setRefused] = useState<Heard<List>>();
  const isLoading = useRef(false);
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);
  const load = async (): Promise<void> => {
    if (next === null || isLoading.current) return;
    isLoading.current = true;
    const { value, ...heard } = await outcome(() => listRuns(filter, next));
    isLoading.current = false;
    if (gone.current) return;
    setRefused(value === undefined ? { ...heard, busy: false } : undefined);
    if (value === undefined) return;
    setMore((before) => [...before, ...value.items]);
    setNext(value.next);
  };
  const rows = useMemo(() => [...first.items, ...more], [first, more]);
  return { rows, next, refused, load: () => void load() };
}
