/**
 * A result as a reader wants it: the job in its layout and batch, the headline, the bubble and memory of
 * every pipeline rank, the parts of the step. What single links carry is shown on request.
 */
import { type Command } from 'commander';
import { type ExperimentResult } from '@railyard/experiments';
import { flapTable } from './flap-table.js';
import { type Answer, type Cell, type Table, show } from './format.js';
import { memoryTable } from './memory-table.js';
import { linkTables, networkNotes, planeTable } from './network-tables.js';
import { rankTable } from './rank-table.js';
import { tierTable } from './tier-table.js';

export interface LinkOptions {
  readonly links?: boolean;
}

interface Shown extends LinkOptions {
  /** The file that the trace was written to. */
  readonly trace?: string;
}

export const withLinks = (command: Command): Command =>
  command.option('--links', 'also the busiest links, those of a checkpoint, and the switches by tier');

type Metrics = ExperimentResult['metrics'];
type Row = readonly [label: string, of: (metrics: Metrics, gpus: number) => number];

const SECONDS_PER_DAY = 86_400;
const HOURS_PER_DAY = 24;
const BILLION = 1e9;
const TRILLION = 1e12;

const HEADLINE: readonly Row[] = [
  ['step time (s)', (m) => m.stepTimeS],
  ['tokens/day (B)', (m) => m.tokensPerDayB],
  ['tokens/s of a GPU', (m, gpus) => (m.tokensPerDayB * BILLION) / SECONDS_PER_DAY / gpus],
  [
    'GPU-hours for 10^12 tokens',
    (m, gpus) => (TRILLION / (m.tokensPerDayB * BILLION)) * HOURS_PER_DAY * gpus,
  ],
  ['MFU, causal (%)', (m) => 100 * m.mfuCausal],
  ['MFU, non-causal (%)', (m) => 100 * m.mfuNonCausal],
  ['TFLOPS, causal', (m) => m.tflopsCausal],
  ['TFLOPS, non-causal', (m) => m.tflopsNonCausal],
  ['peak memory (GB)', (m) => m.peakMemoryGB],
];

const PARTS: readonly Row[] = [
  ['forward (s)', (m) => m.forwardS],
  ['backward input (s)', (m) => m.backwardInputS],
  ['backward weight (s)', (m) => m.backwardWeightS],
  ['  of which in full backwards (s)', (m) => m.fullBackwardWeightS],
  ['overlapped forward-backward (s)', (m) => m.overlappedForwardBackwardS],
  ['bubble (s)', (m) => m.bubbleS],
  ['optimizer (s)', (m) => m.optimizerS],
  ['exposed communication (s)', (m) => m.exposedCommunicationS],
];

export async function resultAnswer(result: ExperimentResult, { trace, links }: Shown): Promise<Answer> {
  const withTheirs = links === true;
  return {
    data: result,
    tables: [
      jobTable(result),
      metricTable(result, 'Headline, without faults', HEADLINE),
      rankTable(result),
      metricTable(result, 'Parts of the step, means over pipeline ranks', PARTS),
      flapTable(result),
      memoryTable(result),
      planeTable(result),
      ...(withTheirs ? [...linkTables(result), await tiersOf(result)] : []),
    ].filter(({ rows }) => rows.length > 0),
    notes: [
      ...networkNotes(result, withTheirs),
      ...healthyNotes(result),
      familyNote(result),
      ...energyNotes(result),
      ...result.warnings.map((warning) => `Warning: ${warning.message}`),
      inputsNote(result),
      ...replayNotes(result),
      ...(trace === undefined ? [] : [`Trace: ${trace} (open it at https://ui.perfetto.dev).`]),
    ],
  };
}

/** Power and energy, with their ranges. */
function energyNotes({ energy }: ExperimentResult): readonly string[] {
  if (energy === undefined) return [];
  const { gpuW, gpuRangeW, network, joulesPerToken, joulesPerTokenRange, isMeasured } = energy;
  return [
    `A GPU draws ${gpuW.toFixed(0)} W (${inWords(gpuRangeW)})` +
      (network === undefined ? '' : `, the network ${network.wattsPerGpu.toFixed(0)} W for each`) +
      `: ${show(joulesPerToken)} J a token (${inWords(joulesPerTokenRange)})` +
      `${isMeasured ? '' : '; no board of this kind was measured'}.`,
  ];
}

const inWords = ([low, high]: readonly [number, number]): string =>
  `${low.toPrecision(3)} to ${high.toPrecision(3)}`;

/** What was computed: GPUs, layout, schedule and batch. */
function jobTable({ document, breakdown }: ExperimentResult): Table {
  const { cluster, workload } = document;
  const { parallelism, batch } = workload;
  const { tensor, pipeline, data, expert, context, zeroStage } = parallelism;
  const { name, microBatches } = breakdown['schedule'] as { name: string; microBatches: number };
  const ways: readonly (readonly [string, number | undefined])[] = [
    ['pipeline', pipeline],
    ['data', data],
    ['tensor', tensor],
    ['context', context ?? 1],
    ['expert', workload.model.moe === undefined ? undefined : expert],
  ];
  const layout = ways.flatMap(([of, ranks]) => (ranks === undefined ? [] : [`${of} ${ranks}`])).join(', ');
  const { globalSequences, sequenceLength, microBatchSequences } = batch;
  return {
    title: `${document.name}: ${workload.name} on ${cluster.name}`,
    columns: ['job', ''],
    rows: [
      [
        'GPUs',
        `${cluster.nodes * cluster.gpusPerNode} ${cluster.device.name}, ${cluster.gpusPerNode} in a node`,
      ],
      ['layout', `${layout}, ZeRO ${zeroStage}, ${workload.precision}, recompute ${workload.recompute}`],
      ['schedule', `${name}, ${microBatches} micro-batches of ${counted(microBatchSequences)}`],
      [
        'batch',
        `${counted(globalSequences)} of ${sequenceLength} tokens, ` +
          `${show((globalSequences * sequenceLength) / 1e6)} M tokens`,
      ],
    ],
  };
}

const counted = (sequences: number): string => `${sequences} sequence${sequences === 1 ? '' : 's'}`;

function metricTable(result: ExperimentResult, title: string, rows: readonly Row[]): Table {
  const { nodes, gpusPerNode } = result.document.cluster;
  const gpus = nodes * gpusPerNode;
  return {
    title,
    columns: ['metric', 'value', '90 % band'],
    rows: rows.map(([label, of]): readonly Cell[] => {
      const valueOf = (metrics: Metrics): number => of(metrics, gpus);
      return [label, valueOf(result.metrics), bandText(result, valueOf)];
    }),
  };
}

/** Of a metric that follows from times; '' of the others. */
function bandText({ metrics, band }: ExperimentResult, of: (metrics: Metrics) => number): string {
  const [low = 0, high = 0] = ([0, 1] as const)
    .map((end) =>
      of({
        ...metrics,
        ...Object.fromEntries(Object.entries(band).map(([name, ends]) => [name, ends[end]])),
      }),
    )
    .sort((a, b) => a - b);
  return low === high ? '' : `${show(low)} to ${show(high)}`;
}

async function tiersOf({ document }: ExperimentResult): Promise<Table> {
  const { tierPorts } = await import('@railyard/cluster');
  return tierTable(tierPorts(document.cluster));
}

function inputsNote({ inputs, document, engineVersion, id }: ExperimentResult): string {
  const fitted = inputs.filter((input) => input.provenance === 'fitted').map((input) => input.name);
  return (
    `${inputs.length} inputs${fitted.length === 0 ? '' : `, fitted: ${fitted.join(', ')}`}. Engine ` +
    `${engineVersion}, seed ${document.seed}, run ${id.slice(0, 12)}.`
  );
}

function replayNotes({ replay }: ExperimentResult): readonly string[] {
  if (replay === undefined) return [];
  return [
    `Over days: ETTR ${(100 * replay.ettr).toFixed(2)} %, ` +
      `${replay.interruptions.toFixed(1)} interruptions; \`railyard replay\` shows why.`,
  ];
}

function familyNote({ family: { name, rows, medianPct, p90Pct } }: ExperimentResult): string {
  return rows === 0
    ? `Published runs like it (${name}): none.`
    : `Published runs like it (${name}): ${rows}, off by ${medianPct.toFixed(1)} % in the median, ` +
        `${p90Pct.toFixed(1)} % at the 90th percentile.`;
}

function healthyNotes({ healthy, document }: ExperimentResult): readonly string[] {
  if (healthy === undefined) return [];
  const { stepTimeS, slowerPct } = healthy;
  return [
    `With ${(document.fail ?? []).join(', ')} the step takes ${slowerPct.toFixed(2)} % longer than the ` +
      `${stepTimeS.toFixed(3)} s of the healthy network.`,
  ];
}
