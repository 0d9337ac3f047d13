/** A step for a design review: the headline, where its time and memory go, what its links carry. */
import { type ExperimentResult } from '@railyard/experiments';
import { type RecordedTimeline } from '@railyard/parallelism';
import { type BarRow, axesChart, barChart, timelineChart, waterfallChart } from '../charts/index.js';
import { type PageCell, type PageSection } from './page.js';

const SECONDS_PER_DAY = 86_400;
const BILLION = 1e9;

export function headlineSection(result: ExperimentResult): PageSection {
  const { metrics, band, document } = result;
  const { nodes, gpusPerNode } = document.cluster;
  const gpus = nodes * gpusPerNode;
  const perGpu = (tokensPerDayB: number): number => (tokensPerDayB * BILLION) / SECONDS_PER_DAY / gpus;
  const row = (name: string, value: number, ends?: readonly [number, number]): readonly PageCell[] => [
    name,
    value,
    ends?.[0] ?? null,
    ends?.[1] ?? null,
  ];
  const scaled = (ends: readonly [number, number], of: (value: number) => number) =>
    [of(ends[0]), of(ends[1])] as const;
  const percent = (value: number): number => 100 * value;
  return {
    heading: 'Headline',
    tables: [
      {
        title: 'Metrics, with the 90 % band where a metric has one',
        columns: ['metric', 'value', 'from', 'to'],
        rows: [
          row('step time (s)', metrics.stepTimeS, band.stepTimeS),
          row('tokens/day (B)', metrics.tokensPerDayB, band.tokensPerDayB),
          row('tokens/s of a GPU', perGpu(metrics.tokensPerDayB), scaled(band.tokensPerDayB, perGpu)),
          row('MFU, causal (%)', percent(metrics.mfuCausal), scaled(band.mfuCausal, percent)),
          row('MFU, non-causal (%)', percent(metrics.mfuNonCausal), scaled(band.mfuNonCausal, percent)),
          row('TFLOPS of a GPU, causal', metrics.tflopsCausal, band.tflopsCausal),
          row('GPU-hours of a step', (metrics.stepTimeS * gpus) / 3600),
          row('peak memory (GB)', metrics.peakMemoryGB),
        ],
      },
    ],
  };
}

export function layoutSection({ document: { cluster, workload, seed } }: ExperimentResult): PageSection {
  const { parallelism, batch, schedule, precision } = workload;
  const {
    pipeline,
    tensor,
    expert,
    context = 1,
    data = null,
    zeroStage = null,
  } = parallelism as unknown as Record<string, number>;
  const words: readonly (readonly PageCell[])[] = [
    ['model', workload.model.name],
    ['cluster', `${cluster.name}: ${cluster.nodes} nodes x ${cluster.gpusPerNode} ${cluster.device.name}`],
    ['pipeline x tensor x expert x context', `${pipeline} x ${tensor} x ${expert} x ${context}`],
    ['data replicas', data],
    ['ZeRO stage', zeroStage],
    ['schedule', schedule.name],
    ['sequences of a step', batch.globalSequences],
    ['sequence length', batch.sequenceLength],
    ['precision', precision],
    ['seed', seed],
  ];
  return {
    heading: 'Layout',
    tables: [
      {
        title: 'What was simulated',
        columns: ['key', 'value'],
        rows: words.filter(([, value]) => value !== null).map(([key, value]) => [key ?? '', String(value)]),
      },
    ],
  };
}

/** Kinds of ops in the hues of the timeline. */
const OPS = [
  ['forward', ['F']],
  ['backward', ['B', 'BW']],
  ['weight', ['W']],
  ['forward-backward', ['FB']],
] as const;

export function timeSection(
  { metrics, breakdown }: ExperimentResult,
  timeline: RecordedTimeline | undefined,
): PageSection {
  const { stepTimeS, bubbleS, optimizerS, exposedCommunicationS, mfuCausal } = metrics;
  const share = (seconds: number): number => seconds / stepTimeS;
  const ranks = breakdown['ranks'] as readonly {
    readonly rank: number;
    readonly bubbleS: number;
    readonly busyS: Readonly<Record<string, number>>;
  }[];
  return {
    heading: 'Where the time goes',
    charts: [
      waterfallChart(
        'waterfall',
        'From the BF16 peak to the causal MFU, in shares of the step',
        'BF16 peak',
        [
          {
            name: 'kernels below peak',
            share: 1 - mfuCausal - share(bubbleS + optimizerS + exposedCommunicationS),
          },
          { name: 'exposed communication', share: share(exposedCommunicationS) },
          { name: 'pipeline bubble', share: share(bubbleS) },
          { name: 'optimizer phase', share: share(optimizerS) },
        ],
        'MFU (causal)',
      ),
      barChart(
        'time-by-rank',
        'Time of each pipeline rank before the optimizer',
        ranks.map(({ rank, busyS, bubbleS: idle }): BarRow => ({
          label: `rank ${rank}`,
          parts: [
            ...OPS.map(([name, ops]) => ({
              name,
              value: ops.reduce((sum, op) => sum + (busyS[op] ?? 0), 0),
            })),
            { name: 'bubble', value: idle },
          ],
        })),
        's',
      ),
      ...(timeline === undefined
        ? []
        : [timelineChart('timeline', 'One step, the pipeline ranks of one replica', timeline)]),
    ],
  };
}

const MEMORY_PARTS = [
  ['weights', 'parametersGB'],
  ['gradients', 'gradientsGB'],
  ['optimizer', 'optimizerGB'],
  ['activations', 'activationsGB'],
  ['buffers', 'buffersGB'],
  ['reserve', 'reserveGB'],
] as const;

export function memorySection({ memory }: ExperimentResult): PageSection {
  const { ranks, deviceGB, fits, overTime } = memory as unknown as {
    readonly ranks: readonly Readonly<Record<string, number>>[];
    readonly deviceGB: number;
    readonly fits: boolean;
    readonly overTime: readonly {
      readonly rank: number;
      readonly timeS: readonly number[];
      readonly allocatedGB: readonly number[];
    }[];
  };
  const shown =
    overTime.length <= 4 ? overTime : [overTime[0], overTime.at(-1)].flatMap((each) => each ?? []);
  return {
    heading: 'Memory',
    sentences: [fits ? 'The job fits the device.' : 'The job does not fit the device.'],
    charts: [
      barChart(
        'memory-by-rank',
        'Peak memory of the fullest GPU of each pipeline rank',
        ranks.map((rank): BarRow => ({
          label: `rank ${rank['rank']}`,
          parts: MEMORY_PARTS.map(([name, key]) => ({ name, value: rank[key] ?? 0 })),
        })),
        'GB',
        { value: deviceGB, label: `${deviceGB} GB of the device` },
      ),
      axesChart(
        'memory-over-time',
        'Allocated over the step',
        { xLabel: 'time (s)', yLabel: 'GB' },
        shown.map(({ rank, timeS, allocatedGB }) => ({
          name: `rank ${rank}`,
          points: timeS.map((at, i) => [at, allocatedGB[i] ?? 0] as const),
        })),
      ),
    ],
    tables: [
      {
        title: 'Peak of each pipeline rank (GB)',
        columns: ['rank', ...MEMORY_PARTS.map(([name]) => name), 'total'],
        rows: ranks.map((rank) => [
          rank['rank'] ?? null,
          ...MEMORY_PARTS.map(([, key]) => rank[key] ?? 0),
          rank['totalGB'] ?? null,
        ]),
      },
    ],
  };
}

export function networkSection({ network }: ExperimentResult): PageSection {
  const links = (network['busiestByClass'] ?? []) as readonly {
    readonly per: string;
    readonly class: string;
    readonly name: string;
    readonly alike: number;
    readonly utilisation: number;
    readonly bytesByClass: Readonly<Record<string, number>>;
  }[];
  return {
    heading: 'Network',
    tables: [
      {
        title: 'The busiest link of every class',
        columns: ['class', 'per', 'link', 'alike', 'mean load (%)', 'GB'],
        rows: links.map((link) => [
          link.class,
          link.per,
          link.name,
          link.alike,
          100 * link.utilisation,
          Object.values(link.bytesByClass).reduce((sum, bytes) => sum + bytes, 0) / BILLION,
        ]),
      },
    ],
  };
}
