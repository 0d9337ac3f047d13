/** Accuracy: every published training run that can be stated, computed here, alongside what was measured. */
import { type RunAccuracyRow } from '@railyard/experiments';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { ask } from '../../engine/index.js';
import {
  Card,
  Chart,
  type Column,
  DataTable,
  Notice,
  number,
  Page,
  percent,
  SelectField,
  signed,
  Stats,
} from '../../ui/index.js';

const CHUNK = 12;
const DEFAULTS = { by: 'source' as 'source' | 'device' };

export default function AccuracyScreen() {
  const [state, change] = useUrlState('accuracy', DEFAULTS);
  const { rows, total, failure } = useRows();
  const judged = useMemo(() => rows.filter(({ status }) => status === 'judged'), [rows]);
  return (
    <Page
      title="Accuracy"
      lead="Published training runs: what was measured, and what the twin computes of each row, here and now."
    >
      {failure !== undefined && <Notice kind="error" title="The runs could not be read" text={failure} />}
      <Stats stats={statsOf(judged, rows.length, total)} />
      <div class="cards">
        <Card title="Twin over measured" note="On the dashed line both are equal." wide>
          <div class="row">
            <SelectField
              label="Colours by"
              value={state.by}
              options={['source', 'device']}
              onChange={(by) => change({ by: by as typeof state.by })}
            />
          </div>
          <Scatter rows={judged} by={state.by} />
        </Card>
        <Card title="Rows" wide>
          <DataTable
            caption={`${number(rows.length, 5)} rows, ${number(judged.length, 5)} of them judged`}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ id }) => id}
          />
        </Card>
      </div>
    </Page>
  );
}

/** All rows, a few at a time: the page stays usable meanwhile. */
function useRows() {
  const [rows, setRows] = useState<readonly RunAccuracyRow[]>([]);
  const [total, setTotal] = useState(0);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let gone = false;
    void read().catch((error: Error) => setFailure(error.message));
    return () => {
      gone = true;
    };

    async function read(): Promise<void> {
      for (let from = 0, end = CHUNK; from < end && !gone; from += CHUNK) {
        const answer = await ask('accuracy', { from, to: from + CHUNK });
        end = answer.total;
        setTotal(answer.total);
        setRows((before) => [...before, ...answer.rows]);
      }
    }
  }, []);
  return { rows, total, failure };
}

function statsOf(judged: readonly RunAccuracyRow[], done: number, total: number) {
  const errors = judged.map(({ errorPct }) => Math.abs(errorPct ?? 0)).sort((a, b) => a - b);
  const at = (share: number): string =>
    errors.length === 0 ? '–' : `${number(errors[Math.floor(share * (errors.length - 1))] ?? NaN, 3)} %`;
  return [
    {
      label: 'Computed',
      value: total === 0 ? '…' : percent(done / total, 3),
      detail: `${number(done, 5)} of ${number(total, 5)} rows`,
    },
    { label: 'Judged', value: number(judged.length, 5) },
    { label: 'Median error', value: at(0.5) },
    { label: '90th percentile', value: at(0.9) },
  ];
}

const MOST_SERIES = 8;

function Scatter({
  rows,
  by,
}: {
  readonly rows: readonly RunAccuracyRow[];
  readonly by: 'source' | 'device';
}) {
  const points = rows.filter(({ measured, twin }) => measured !== null && twin !== null);
  const sorted = points.toSorted((a, b) => (a.measured ?? 0) - (b.measured ?? 0));
  const counts = new Map<string, number>();
  for (const row of sorted) counts.set(row[by], (counts.get(row[by]) ?? 0) + 1);
  const named = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SERIES - 1)
    .map(([name]) => name);
  const groupOf = (row: RunAccuracyRow): string => (named.includes(row[by]) ? row[by] : 'others');
  const x = sorted.map(({ measured }) => measured ?? 0);
  if (x.length === 0) return <Notice kind="busy" title="Computing the first rows" />;
  return (
    <Chart
      label="Twin over measured step time"
      x={x}
      xLabel="measured (s)"
      yLabel="twin (s)"
      logX
      logY
      base={10}
      height={420}
      series={[
        ...[...named, 'others'].map((name) => ({
          name,
          points: true,
          values: sorted.map((row) => (groupOf(row) === name ? row.twin : null)),
        })),
        { name: 'equal', values: x, dash: true, hue: 7 },
      ]}
    />
  );
}

const COLUMNS: readonly Column<RunAccuracyRow>[] = [
  { head: 'row', cell: ({ id }) => id, order: ({ id }) => id },
  { head: 'source', cell: ({ source }) => source, order: ({ source }) => source },
  { head: 'device', cell: ({ device }) => device, order: ({ device }) => device },
  { head: 'model', cell: ({ model }) => model, order: ({ model }) => model },
  { head: 'GPUs', isNumber: true, cell: ({ gpus }) => number(gpus, 6), order: ({ gpus }) => gpus },
  {
    head: 'measured (s)',
    isNumber: true,
    cell: ({ measured }) => (measured === null ? '–' : number(measured)),
    order: ({ measured }) => measured ?? 0,
  },
  {
    head: 'twin (s)',
    isNumber: true,
    cell: ({ twin }) => (twin === null ? '–' : number(twin)),
    order: ({ twin }) => twin ?? 0,
  },
  {
    head: 'error (%)',
    isNumber: true,
    cell: ({ errorPct }) => (errorPct === null ? '–' : signed(errorPct)),
    order: ({ errorPct }) => errorPct ?? 0,
  },
  {
    head: 'stated',
    cell: ({ grade, why }) => <span title={why}>{grade ?? 'left out'}</span>,
    order: ({ grade }) => grade ?? '',
  },
];
