/** A replay with a curve over one of its quantities, drawn into a file. */
import { type ExperimentDocument } from '@railyard/experiments';
import { type CurveKind, type ReplayCurve } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer, type Cell } from '../output/format.js';
import { writeText } from '../output/write-file.js';

interface Asked {
  readonly plot?: string;
  readonly log?: string;
}

/**
 * @param curveOf computed here, or by a service
 * @throws CliError where the faults are a log's
 */
export async function withPlot(
  answer: Answer,
  { replay, name }: ExperimentDocument,
  { plot, log }: Asked,
  curveOf: () => Promise<ReplayCurve>,
): Promise<Answer> {
  if (plot === undefined) return answer;
  if (replay === undefined) throw new Error('a prepared replay has its section');
  if (log !== undefined)
    throw new CliError(
      ExitCode.usage,
      'not-applicable',
      '--plot must be used with drawn faults (got --log).',
      'Leave the log out, or fit rates to it.',
    );
  const curve = await curveOf();
  const { renderCurve } = await import('@railyard/reports');
  await writeText(plot, renderCurve(curve, `${name}, ${replay.faults.name}`));
  return {
    ...answer,
    data: { ...(answer.data as object), curve },
    tables: [...answer.tables, curveTable(curve)],
    notes: [...(answer.notes ?? []), `Plot: ${plot}.`],
  };
}

const HEADS: Readonly<Record<CurveKind, string>> = {
  interval: 'interval (s)',
  spares: 'spare nodes',
  mtbf: 'MTBF of the job (h)',
  scale: 'GPUs',
};

function curveTable({ over, points, configured }: ReplayCurve): {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
} {
  return {
    columns: [HEADS[over], 'ETTR (%)', 'goodput (%)', '95 % from', 'to', ''],
    rows: points.map(({ x, ettr, goodput }): readonly Cell[] => [
      Number(x.toPrecision(5)),
      100 * ettr.mean,
      100 * goodput.mean,
      100 * goodput.ci95[0],
      100 * goodput.ci95[1],
      x === configured ? 'configured' : '',
    ]),
  };
}
