/** Network: one collective over message sizes, on one cluster or on two. */
import { type NetworkRequest } from '@railyard/experiments';
import { useUrlState } from '../../app/url-state.js';
import { type Curve, NOTHING, useEngine } from '../../engine/index.js';
import {
  AnswerState,
  binaryBytes,
  Card,
  Chart,
  type Column,
  CopyButton,
  DataTable,
  Issues,
  number,
  NumberField,
  Page,
  SelectField,
} from '../../ui/index.js';

const DEFAULTS = {
  collective: 'all-reduce' as NetworkRequest['collective'],
  first: 'h800-2048-mpft',
  second: 'h800-2048-mrft',
  gpus: 64 as number | undefined,
};

const SIZES = { minBytes: 1024, maxBytes: 16 * 1024 ** 3, stepFactor: 4 };

export default function NetworkScreen() {
  const [state, change] = useUrlState('network', DEFAULTS);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const clusters = [...new Set([state.first, state.second].filter((name) => name !== ''))];
  const request = { collective: state.collective, gpus: state.gpus ?? 2, ...SIZES };
  const answer = useEngine('curves', { clusters, request });
  const names = catalog?.presets.cluster ?? [state.first, state.second];
  return (
    <Page
      title="Network"
      lead="A collective from 1 KiB to 16 GiB, with the columns of nccl-tests."
      actions={<CopyButton label="Copy link" text={() => location.href} />}
    >
      <div class="columns">
        <form
          class="card fields single"
          aria-label="The collective"
          onSubmit={(event) => event.preventDefault()}
        >
          <SelectField
            label="Collective"
            value={state.collective}
            options={catalog?.collectives ?? [state.collective]}
            onChange={(word) => change({ collective: word as NetworkRequest['collective'] })}
          />
          <NumberField label="GPUs" value={state.gpus} min={2} onChange={(gpus) => change({ gpus })} />
          <SelectField
            label="Cluster"
            value={state.first}
            options={names}
            onChange={(first) => change({ first })}
          />
          <SelectField
            label="Beside it"
            value={state.second}
            options={[['', 'none'], ...names]}
            onChange={(second) => change({ second })}
          />
        </form>
        <div class="cards">
          <AnswerState answer={answer} waiting="Loading the engine" />
          {answer.value !== undefined && <Curves curves={answer.value} />}
        </div>
      </div>
    </Page>
  );
}

function Curves({ curves }: { readonly curves: readonly Curve[] }) {
  const made = curves.flatMap(({ cluster, result }) =>
    result?.sizes === undefined ? [] : [{ cluster, sizes: result.sizes }],
  );
  const x = made[0]?.sizes.map((point) => point.bytes) ?? [];
  const shared = { x, xLabel: 'message size', formatX: binaryBytes, logX: true };
  return (
    <>
      {curves.map(({ cluster, issues }) => (
        <Issues key={cluster} title={cluster} issues={issues} />
      ))}
      {made.length > 0 && (
        <>
          <Card title="Bus bandwidth">
            <Chart
              label="Bus bandwidth over message size"
              yLabel="busbw (GB/s)"
              series={made.map(({ cluster, sizes }, place) => ({
                name: cluster,
                dash: place > 0,
                values: sizes.map((point) => point.busbwGBps),
              }))}
              {...shared}
            />
          </Card>
          <Card title="Time">
            <Chart
              label="Time over message size"
              yLabel="time (µs)"
              logY
              series={made.map(({ cluster, sizes }, place) => ({
                name: cluster,
                dash: place > 0,
                values: sizes.map((point) => point.timeUs),
              }))}
              {...shared}
            />
          </Card>
          {made.map(({ cluster, sizes }) => (
            <Card key={cluster} title={cluster}>
              <DataTable
                caption="As nccl-tests prints it"
                columns={
                  sizes.some(({ algorithm }) => algorithm !== undefined) ? [...COLUMNS, ALGORITHM] : COLUMNS
                }
                rows={sizes}
                keyOf={(point) => String(point.bytes)}
                file={cluster}
              />
            </Card>
          ))}
        </>
      )}
    </>
  );
}

type Point = NonNullable<NonNullable<Curve['result']>['sizes']>[number];

/** Digits of the largest size: none is rounded away. */
const WHOLE = 15;

const COLUMNS: readonly Column<Point>[] = [
  {
    head: 'size (B)',
    isNumber: true,
    cell: (point) => number(point.bytes, WHOLE),
    order: (point) => point.bytes,
  },
  { head: 'time (µs)', isNumber: true, cell: ({ timeUs }) => number(timeUs), order: ({ timeUs }) => timeUs },
  {
    head: 'algbw (GB/s)',
    isNumber: true,
    cell: ({ algbwGBps }) => number(algbwGBps),
    order: ({ algbwGBps }) => algbwGBps,
  },
  {
    head: 'busbw (GB/s)',
    isNumber: true,
    cell: ({ busbwGBps }) => number(busbwGBps),
    order: ({ busbwGBps }) => busbwGBps,
  },
];

/** Of collectives that have a choice. */
const ALGORITHM: Column<Point> = { head: 'algo', cell: ({ algorithm }) => algorithm ?? '' };
