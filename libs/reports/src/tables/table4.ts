/** Table 4: DeepSeek-V3 training on both networks. */
import { type ExperimentResult, type StepMetrics } from '@railyard/experiments';
import { TABLE_4, type Table4Case } from '../published/index.js';
import { groupThousands } from '../render/index.js';
import { type Report, type ReportRow, allWithin, mergeInputs, reportRow } from '../report.js';

/**
 * The row that the one fitted input was fitted to (libs/parallelism/src/experts/fitted-imbalance.ts); a
 * result whose imbalance is given by its author fits nothing.
 */
const FITTED_ROW = { case: 'MPFT', name: '1F1B' } as const;

interface Line {
  readonly name: string;
  readonly unit: string;
  /** Floor of the founding case; null: judged in a sum with another row. */
  readonly tolerancePct: number | null;
  readonly paper: (published: (typeof TABLE_4)[Table4Case]) => number;
  readonly twin: (metrics: StepMetrics) => number;
}

/**
 * Rows of the table in its order, then the sum of the two backward parts, whose split the paper leaves open.
 * Two readings of it: input part and weight part of every backward; and the calls that DualPipe's program
 * times, of which a full backward is one and belongs to 1B whole.
 */
const LINES: readonly Line[] = [
  {
    name: 'tokens/day',
    unit: 'B',
    tolerancePct: 2,
    paper: (p) => p.tokensPerDayB,
    twin: (m) => m.tokensPerDayB,
  },
  { name: '1F', unit: 's', tolerancePct: 10, paper: (p) => p.forwardS, twin: (m) => m.forwardS },
  { name: 'bubble', unit: 's', tolerancePct: 15, paper: (p) => p.bubbleS, twin: (m) => m.bubbleS },
  {
    name: '1B',
    unit: 's',
    tolerancePct: null,
    paper: (p) => p.backwardInputS,
    twin: (m) => m.backwardInputS,
  },
  {
    name: '1B (timed calls)',
    unit: 's',
    tolerancePct: null,
    paper: (p) => p.backwardInputS,
    twin: (m) => m.backwardInputS + m.fullBackwardWeightS,
  },
  {
    name: '1W',
    unit: 's',
    tolerancePct: null,
    paper: (p) => p.backwardWeightS,
    twin: (m) => m.backwardWeightS,
  },
  {
    name: '1W (timed calls)',
    unit: 's',
    tolerancePct: null,
    paper: (p) => p.backwardWeightS,
    twin: (m) => m.backwardWeightS - m.fullBackwardWeightS,
  },
  {
    name: '1F1B',
    unit: 's',
    tolerancePct: 3,
    paper: (p) => p.overlappedS,
    twin: (m) => m.overlappedForwardBackwardS,
  },
  { name: 'opt', unit: 's', tolerancePct: 15, paper: (p) => p.optimizerS, twin: (m) => m.optimizerS },
  {
    name: 'TFLOPS (non-causal)',
    unit: 'TFLOPS',
    tolerancePct: 2,
    paper: (p) => p.tflopsNonCausal,
    twin: (m) => m.tflopsNonCausal,
  },
  {
    name: 'TFLOPS (causal)',
    unit: 'TFLOPS',
    tolerancePct: 2,
    paper: (p) => p.tflopsCausal,
    twin: (m) => m.tflopsCausal,
  },
  {
    name: 'MFU (non-causal)',
    unit: '%',
    tolerancePct: 2,
    paper: (p) => p.mfuNonCausal,
    twin: (m) => 100 * m.mfuNonCausal,
  },
  {
    name: 'MFU (causal)',
    unit: '%',
    tolerancePct: 2,
    paper: (p) => p.mfuCausal,
    twin: (m) => 100 * m.mfuCausal,
  },
  {
    name: '1B + 1W',
    unit: 's',
    tolerancePct: 10,
    paper: (p) => Math.round(100 * (p.backwardInputS + p.backwardWeightS)) / 100,
    twin: (m) => m.backwardInputS + m.backwardWeightS,
  },
];

/** Names of the rows, for whoever says which one was fitted. */
export const TABLE_4_ROWS: readonly string[] = LINES.map((line) => line.name);

/** Largest difference in tokens/day between the networks that still says "nearly identical", per cent. */
const NETWORKS_TOLERANCE = 0.3;

export function table4(mpft: ExperimentResult, mrft: ExperimentResult): Report {
  const { cluster } = mpft.document;
  const rows = LINES.flatMap((line) => [line4(line, 'MPFT', mpft), line4(line, 'MRFT', mrft)]);
  const difference = 100 * (mrft.metrics.tokensPerDayB / mpft.metrics.tokensPerDayB - 1);
  const published = 100 * (TABLE_4.MRFT.tokensPerDayB / TABLE_4.MPFT.tokensPerDayB - 1);
  return {
    artifact: 'table4',
    title:
      `Table 4: DeepSeek-V3 on ${groupThousands(String(cluster.nodes * cluster.gpusPerNode))} ` +
      `${cluster.device.name.toUpperCase()}, seed ${mpft.document.seed}`,
    engineVersion: mpft.engineVersion,
    rows,
    inputs: mergeInputs(mpft.inputs, mrft.inputs),
    withinTolerance: allWithin(rows) && Math.abs(difference) <= NETWORKS_TOLERANCE,
    conclusion:
      `MRFT differs from MPFT by ${signed(difference)} % in tokens/day (paper: ${signed(published)} ` +
      `%, "nearly identical"). Runs ${mpft.id.slice(0, 12)} and ${mrft.id.slice(0, 12)}.`,
  };
}

function line4(line: Line, name: Table4Case, result: ExperimentResult): ReportRow {
  const fitted =
    FITTED_ROW.case === name &&
    FITTED_ROW.name === line.name &&
    result.inputs.some((input) => input.provenance === 'fitted' && input.name !== 'kernels.calibration');
  const options = {
    name: line.name,
    unit: line.unit,
    case: name,
    paper: line.paper(TABLE_4[name]),
    twin: line.twin(result.metrics),
    kind: fitted ? 'fitted' : 'predicted',
  } as const;
  return line.tolerancePct === null
    ? reportRow({
        ...options,
        note:
          '1B and 1W are judged by their sum: the paper does not say where a full backward is counted. By ' +
          'timed calls it is 1B whole; else its parts are counted apart.',
      })
    : reportRow({ ...options, tolerancePct: line.tolerancePct });
}

const signed = (value: number): string => (value >= 0 ? '+' : '') + value.toFixed(2);
