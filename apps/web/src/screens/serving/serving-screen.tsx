/** Serving: how fast a model answers on a cluster, what its passes wait for, and which batches none beats. */
import { type ServingResult } from '@railyard/experiments';
import { useUrlState } from '../../app/url-state.js';
import { NOTHING, useEngine } from '../../engine/index.js';
import {
  AnswerState,
  Card,
  Chart,
  type Column,
  CopyButton,
  DataTable,
  Notice,
  number,
  Page,
  Stats,
} from '../../ui/index.js';
import { documentOf, ServiceForm, type ServiceValues, SERVICE } from './service-form.js';

export default function ServingScreen() {
  const [state, change] = useUrlState<ServiceValues>('serving', SERVICE);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const document = documentOf(state);
  const answer = useEngine('serving', document);
  return (
    <Page
      title="Serving"
      lead="A model that answers requests: one pool of GPUs reads prompts, another writes answers."
      actions={
        <>
          <CopyButton label="Copy document" text={() => JSON.stringify(document, null, 2)} />
          <CopyButton label="Copy link" text={() => location.href} />
        </>
      }
    >
      <div class="columns">
        <ServiceForm values={state} presets={catalog?.presets} onChange={change} />
        <div class="cards">
          <AnswerState answer={answer} waiting="Loading the engine" />
          {answer.value !== undefined && <Service result={answer.value} />}
        </div>
      </div>
    </Page>
  );
}

function Service({ result }: { readonly result: ServingResult }) {
  const { decode, pareto, warnings, family, uncertainty } = result;
  const front = pareto.toSorted((a, b) => a.timePerTokenS - b.timePerTokenS);
  return (
    <>
      <Stats stats={statsOf(result)} />
      {warnings.map(({ code, message }) => (
        <Notice key={code} kind="empty" title="Note" text={message} />
      ))}
      <Card title="One pass" note={`Decode waits most for ${decode.boundBy}.`}>
        <DataTable
          caption="Milliseconds of a pass, by what takes them"
          columns={PARTS}
          rows={partsOf(result)}
          keyOf={({ part }) => part}
          file="passes"
        />
      </Card>
      <Card title="Batches that none beats in both">
        <Chart
          label="Tokens/s of a GPU over time per token"
          x={front.map((point) => 1e3 * point.timePerTokenS)}
          xLabel="time per token (ms)"
          yLabel="tokens/s of a GPU"
          series={[{ name: 'batches', points: true, values: front.map((point) => point.tokensPerSPerGpu) }]}
        />
        <DataTable
          caption="By sequences of a replica"
          columns={BATCHES}
          rows={pareto}
          keyOf={({ batch }) => String(batch)}
          file="batches"
        />
      </Card>
      <Card
        title="Where the band is from"
        note={
          `${family.rows} published measurements (${family.name}): ${number(family.medianPct, 2)} % off in ` +
          `the median, ${number(family.p90Pct, 2)} % at the 90th percentile.`
        }
      >
        <DataTable
          caption="Inputs that are not known exactly, and what each moves a token of decode"
          columns={INPUTS}
          rows={uncertainty.inputs}
          keyOf={({ name }) => name}
        />
      </Card>
    </>
  );
}

const between = ([low, high]: readonly [number, number], scale = 1): string =>
  `${number(scale * low, 3)} to ${number(scale * high, 3)}`;

function statsOf(result: ServingResult) {
  const { ttftMs, tpotMs, tokensPerSecondPerGpu, tokensPerSecondPerUser, maxBatch, band, batch } = result;
  return [
    {
      label: 'First token',
      value: `${number(ttftMs)} ms`,
      detail: `${between(band.timeToFirstTokenS, 1e3)} ms, nothing waiting before`,
    },
    { label: 'Time per token', value: `${number(tpotMs)} ms`, detail: `${between(band.tpotMs)} ms` },
    {
      label: 'Tokens/s of a GPU',
      value: number(tokensPerSecondPerGpu),
      detail: between(band.tokensPerSecondPerGpu),
    },
    { label: 'Tokens/s of a user', value: number(tokensPerSecondPerUser) },
    { label: 'Sequences of a replica', value: number(batch), detail: `${number(maxBatch)} fit` },
    ...(result.joulesPerToken === undefined
      ? []
      : [{ label: 'Energy of a token', value: `${number(result.joulesPerToken, 3)} J` }]),
  ];
}

interface PartOfPass {
  readonly part: string;
  readonly prefillMs: number;
  readonly decodeMs: number;
}

const NAMES = [
  ['attention over the cache', 'attentionS'],
  ['projections, dense layers, norms', 'denseS'],
  ['experts', 'expertS'],
  ['dispatch', 'dispatchS'],
  ['combine', 'combineS'],
  ['all-reduce', 'allReduceS'],
  ['embedding and head', 'headS'],
  ['pass', 'totalS'],
] as const;

const partsOf = ({ prefill, decode }: ServingResult): readonly PartOfPass[] =>
  NAMES.map(([part, key]) => ({
    part,
    prefillMs: 1e3 * prefill.pass[key],
    decodeMs: 1e3 * decode.pass[key],
  }));

const PARTS: readonly Column<PartOfPass>[] = [
  { head: 'part', cell: ({ part }) => part },
  {
    head: 'prefill (ms)',
    isNumber: true,
    cell: ({ prefillMs }) => number(prefillMs),
    order: ({ prefillMs }) => prefillMs,
  },
  {
    head: 'decode (ms)',
    isNumber: true,
    cell: ({ decodeMs }) => number(decodeMs),
    order: ({ decodeMs }) => decodeMs,
  },
];

type Point = ServingResult['pareto'][number];

const BATCHES: readonly Column<Point>[] = [
  { head: 'sequences', isNumber: true, cell: ({ batch }) => number(batch), order: ({ batch }) => batch },
  {
    head: 'time per token (ms)',
    isNumber: true,
    cell: ({ timePerTokenS }) => number(1e3 * timePerTokenS),
    order: ({ timePerTokenS }) => 1e3 * timePerTokenS,
  },
  {
    head: 'tokens/s of a user',
    isNumber: true,
    cell: ({ tokensPerSPerUser }) => number(tokensPerSPerUser),
    order: ({ tokensPerSPerUser }) => tokensPerSPerUser,
  },
  {
    head: 'tokens/s of a GPU',
    isNumber: true,
    cell: ({ tokensPerSPerGpu }) => number(tokensPerSPerGpu),
    order: ({ tokensPerSPerGpu }) => tokensPerSPerGpu,
  },
];

type Input = ServingResult['uncertainty']['inputs'][number];

const INPUTS: readonly Column<Input>[] = [
  { head: 'input', cell: ({ name, reason }) => <span title={reason}>{name}</span> },
  { head: 'range', isNumber: true, cell: ({ range }) => between(range) },
  { head: 'decode (%)', isNumber: true, cell: ({ timePct }) => between(timePct.decode) },
];
