/** Table 4: DeepSeek-V3 training on both networks. */
import { type Band, type ExperimentResult, type TimeMetrics } from '@railyard/experiments';
import { TABLE_4, type Table4Case } from '../published/index.js';
import { groupThousands } from '../render/index.js';
import { type Report, type ReportRow, allWithin, mergeInputs, reportRow, rowVerdict } from '../report.js';

interface Line {
  readonly name: string;
  readonly unit: string;
  readonly paper: (published: (typeof TABLE_4)[Table4Case]) => number;
  readonly twin: (metrics: TimeMetrics) => number;
  /** Of a row judged in a sum with another. */
  readonly inSum?: true;
  /** Of a row that the paper has outside the band: what is known of the cause, and how far it may be. */
  readonly open?: { readonly why: string; readonly tolerancePct: number };
}

const LESS_IMBALANCE =
  'The paper has less: its run was better balanced than the model whose expert loads are taken (OLMoE), or ' +
  'less of the imbalance reaches chunks that run alone.';

/**
 * Rows of the table in its order, then the sum of the two backward parts, whose split the paper leaves open.
 * Two readings of it: input part and weight part of every backward; and the calls that DualPipe's program
 * times, of which a full backward is one and belongs to 1B whole.
 */
const LINES: readonly Line[] = [
  {
    name: 'tokens/day',
    unit: 'B',
    paper: (p) => p.tokensPerDayB,
    twin: (m) => m.tokensPerDayB,
  },
  {
    name: '1F',
    unit: 's',
    paper: (p) => p.forwardS,
    twin: (m) => m.forwardS,
    open: { why: LESS_IMBALANCE, tolerancePct: 15 },
  },
  {
    name: 'bubble',
    unit: 's',
    paper: (p) => p.bubbleS,
    twin: (m) => m.bubbleS,
  },
  {
    name: '1B',
    unit: 's',
    paper: (p) => p.backwardInputS,
    twin: (m) => m.backwardInputS,
    inSum: true,
  },
  {
    name: '1B (timed calls)',
    unit: 's',
    paper: (p) => p.backwardInputS,
    twin: (m) => m.backwardInputS + m.fullBackwardWeightS,
    inSum: true,
  },
  {
    name: '1W',
    unit: 's',
    paper: (p) => p.backwardWeightS,
    twin: (m) => m.backwardWeightS,
    inSum: true,
  },
  {
    name: '1W (timed calls)',
    unit: 's',
    paper: (p) => p.backwardWeightS,
    twin: (m) => m.backwardWeightS - m.fullBackwardWeightS,
    inSum: true,
  },
  {
    name: '1F1B',
    unit: 's',
    paper: (p) => p.overlappedS,
    twin: (m) => m.overlappedForwardBackwardS,
  },
  {
    name: 'opt',
    unit: 's',
    paper: (p) => p.optimizerS,
    twin: (m) => m.optimizerS,
    open: {
      why:
        'The paper has more: host work of the optimizer and what else its phase holds are unpublished; the ' +
        'twin counts the traffic and memory of the rank with most to do.',
      tolerancePct: 35,
    },
  },
  {
    name: 'TFLOPS (non-causal)',
    unit: 'TFLOPS',
    paper: (p) => p.tflopsNonCausal,
    twin: (m) => m.tflopsNonCausal,
  },
  {
    name: 'TFLOPS (causal)',
    unit: 'TFLOPS',
    paper: (p) => p.tflopsCausal,
    twin: (m) => m.tflopsCausal,
  },
  {
    name: 'MFU (non-causal)',
    unit: '%',
    paper: (p) => p.mfuNonCausal,
    twin: (m) => 100 * m.mfuNonCausal,
  },
  {
    name: 'MFU (causal)',
    unit: '%',
    paper: (p) => p.mfuCausal,
    twin: (m) => 100 * m.mfuCausal,
  },
  {
    name: '1B + 1W',
    unit: 's',
    paper: (p) => Math.round(100 * (p.backwardInputS + p.backwardWeightS)) / 100,
    twin: (m) => m.backwardInputS + m.backwardWeightS,
  },
];

/** Names of the rows, for anyone who says which one was fitted. */
export const TABLE_4_ROWS: readonly string[] = LINES.map((line) => line.name);

/** Largest difference in tokens/day between the networks that still says "nearly identical", per cent. */
const NETWORKS_TOLERANCE = 0.3;

export function table4(mpft: ExperimentResult, mrft: ExperimentResult): Report {
  const { cluster } = mpft.document;
  const rows = LINES.flatMap((line) => [line4(line, 'MPFT', mpft), line4(line, 'MRFT', mrft)]);
  const difference = 100 * (mrft.uncertainty.mean.tokensPerDayB / mpft.uncertainty.mean.tokensPerDayB - 1);
  const published = 100 * (TABLE_4.MRFT.tokensPerDayB / TABLE_4.MPFT.tokensPerDayB - 1);
  return {
    artifact: 'table4',
    title:
      `Table 4: DeepSeek-V3 on ${groupThousands(String(cluster.nodes * cluster.gpusPerNode))} ` +
      `${cluster.device.name.toUpperCase()}, mean over routing, 90 % band`,
    engineVersion: mpft.engineVersion,
    rows,
    inputs: mergeInputs(mpft.inputs, mrft.inputs),
    withinTolerance: allWithin(rows) && Math.abs(difference) <= NETWORKS_TOLERANCE,
    conclusion:
      `MRFT differs from MPFT by ${signed(difference)} % in tokens/day (paper: ${signed(published)} ` +
      `%, "nearly identical"): healthy networks differ in nothing that packed expert groups meet, so the ` +
      `equality follows from the model and is no evidence for it. ${openLine(rows)}Runs ` +
      `${mpft.id.slice(0, 12)} and ${mrft.id.slice(0, 12)}.`,
  };
}

function line4(line: Line, name: Table4Case, { band, uncertainty }: ExperimentResult): ReportRow {
  const end = (side: 0 | 1): TimeMetrics => mapped(band, (ends) => ends[side]);
  const row = {
    name: line.name,
    unit: line.unit,
    case: name,
    paper: line.paper(TABLE_4[name]),
    twin: line.twin(uncertainty.mean),
  };
  return line.inSum
    ? reportRow({
        ...row,
        note:
          '1B and 1W are judged by their sum: the paper does not say where a full backward is counted. By ' +
          'timed calls it is 1B whole; else its parts are counted apart.',
      })
    : reportRow({
        ...row,
        band: [line.twin(end(0)), line.twin(end(1))],
        ...(line.open === undefined ? {} : { open: line.open.why, tolerancePct: line.open.tolerancePct }),
      });
}

const mapped = (band: Band, of: (ends: readonly [number, number]) => number): TimeMetrics =>
  Object.fromEntries(Object.entries(band).map(([name, ends]) => [name, of(ends)])) as unknown as TimeMetrics;

const openLine = (rows: readonly ReportRow[]): string => {
  const open = [...new Set(rows.filter((row) => rowVerdict(row) === 'open').map((row) => row.name))];
  return open.length === 0 ? '' : `Outside the band and open: ${open.join(', ')}. `;
};

const signed = (value: number): string => (value >= 0 ? '+' : '') + value.toFixed(2);
