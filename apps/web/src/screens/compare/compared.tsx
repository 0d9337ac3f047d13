/** What differs between experiments. */
import { useMemo } from 'preact/hooks';
import { type ComparisonAnswer } from '../../engine/index.js';
import { Card, type Column, DataTable, number, signed } from '../../ui/index.js';
import { Legend, Timeline, unpacked } from '../../ui/timeline/index.js';

type Input = ComparisonAnswer['inputs'][number];
type Metric = ComparisonAnswer['metrics'][number];

export function Compared({
  comparison,
  all,
}: {
  readonly comparison: ComparisonAnswer;
  readonly all: boolean;
}) {
  const { runs, inputs, metrics, timelines, published } = comparison;
  const shown = all ? metrics : metrics.filter(({ verdict }) => verdict.some((each) => each !== 'same'));
  const data = useMemo(() => {
    const longest = Math.max(...timelines.map(({ endS }) => endS));
    return timelines.map((each) => unpacked(each, longest));
  }, [timelines]);
  const names = runs.map(({ name, id }, place) => `${place + 1}: ${name} (${id.slice(0, 6)})`);
  return (
    <div class="cards">
      <Card title="Inputs that differ" wide>
        {inputs.length === 0 ? (
          <p>None: these are the same experiment.</p>
        ) : (
          <DataTable
            caption={`${inputs.length} keys`}
            columns={inputColumns(names)}
            rows={inputs}
            keyOf={({ path }) => path}
            file="inputs"
          />
        )}
      </Card>
      <Card title="Metrics" note="In brackets: against the baseline." wide>
        {shown.length === 0 ? (
          <p>All {metrics.length} metrics are the same.</p>
        ) : (
          <DataTable
            caption={`${shown.length} of ${metrics.length} metrics differ or are shown`}
            columns={metricColumns(names, comparison.baseline, published)}
            rows={shown}
            keyOf={({ name }) => name}
            file="metrics"
          />
        )}
      </Card>
      {data.map((each, place) => (
        <Card key={names[place]} title={names[place] ?? ''} wide>
          <Legend data={each} />
          <Timeline data={each} label={names[place] ?? ''} compact />
        </Card>
      ))}
    </div>
  );
}

const inputColumns = (names: readonly string[]): readonly Column<Input>[] => [
  { head: 'key', cell: ({ path }) => <code>{path}</code>, order: ({ path }) => path },
  ...names.map((head, place) => ({
    head,
    cell: ({ values }: Input) => (values[place] === undefined ? '–' : JSON.stringify(values[place])),
  })),
];

const metricColumns = (
  names: readonly string[],
  place: number,
  published: ComparisonAnswer['published'],
): readonly Column<Metric>[] => {
  const baseline = published === undefined ? place : -1;
  return [
    { head: 'metric', cell: ({ name }) => name, order: ({ name }) => name },
    ...(published === undefined
      ? []
      : [
          {
            head: 'the paper, baseline',
            isNumber: true,
            cell: ({ name }: Metric) => number(published[name] ?? NaN, 5),
          },
        ]),
    ...names.map((head, run) => ({
      head: run === baseline ? `${head}, baseline` : head,
      isNumber: true,
      cell: (metric: Metric) => <Value metric={metric} place={run} baseline={baseline} />,
    })),
  ];
};

function Value({
  metric,
  place,
  baseline,
}: {
  readonly metric: Metric;
  readonly place: number;
  readonly baseline: number;
}) {
  const value = number(metric.values[place] ?? NaN, 5);
  if (place === baseline) return <>{value}</>;
  const verdict = metric.verdict[place] ?? 'same';
  const tone = verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : 'muted';
  const change = metric.differencePct[place];
  return (
    <>
      {value}{' '}
      <span class={tone}>
        ({change === null || change === undefined ? '–' : `${signed(change)} %`} {verdict})
      </span>
    </>
  );
}
