/** Columns of the list of runs, and the orders that the service gives them in. */
import { addressOf } from '../../app/router.js';
import { parametersOf } from '../../app/url-state.js';
import { type RunView } from '../../service/index.js';
import { type Column, number, percent, seconds } from '../../ui/index.js';

type Of = (run: RunView) => number | null | undefined;

const METRICS: readonly (readonly [head: string, of: Of, as: (value: number) => string])[] = [
  ['step time', ({ summary }) => summary?.stepTimeS, (value) => seconds(value)],
  ['tokens/day (B)', ({ summary }) => summary?.tokensPerDayB, (value) => number(value)],
  ['MFU', ({ summary }) => summary?.mfuCausal, (value) => percent(value)],
  ['memory (GB)', ({ summary }) => summary?.peakMemoryGB, (value) => number(value)],
];

/** Heads to the orders of `GET /v1/runs`. */
const SORTS: Readonly<Record<string, string>> = {
  created: 'createdAt',
  'step time': 'stepTimeS',
  'tokens/day (B)': 'tokensPerDayB',
  MFU: 'mfuCausal',
  'memory (GB)': 'peakMemoryGB',
};

/** The head that an order is by. */
export const headOf = (sort: string) => ({
  head: Object.keys(SORTS).find((head) => SORTS[head] === sort.replace(/^-/, '')) ?? '',
  descending: sort.startsWith('-'),
});

/** The order by a head: the largest first, and the other way round where it is that already. */
export const sortNamed = (head: string, before: string): string => {
  const sort = SORTS[head] ?? before;
  return before === `-${sort}` ? sort : `-${sort}`;
};

export function columnsOf(
  chosen: readonly string[],
  onChoose: (chosen: readonly string[]) => void,
): readonly Column<RunView>[] {
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-4));
  return [
    {
      head: 'choose',
      isControl: true,
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
    },
    {
      head: 'state',
      cell: ({ state, share }) => (state === 'running' ? `running, ${percent(share, 2)}` : state),
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

const shown = (value: number | null | undefined, as: (value: number) => string): string =>
  value === null || value === undefined ? '–' : as(value);
