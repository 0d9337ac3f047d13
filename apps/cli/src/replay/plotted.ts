/** A replay with a curve over one of its quantities, drawn into a file. */
import { type PreparedExperiment } from '@railyard/experiments';
import { type CurveKind, type ReplayCurve } from '@railyard/replay';
import { CliError, ExitCode } from '../exit-code.js';
import { type Answer, type Cell } from '../output/format.js';
import { writeText } from '../output/write-file.js';

/** Replicas that a point is played with: all points meet the same faults. */
const MOST_REPLICAS = 64;

interface Asked {
  readonly plot?: string;
  readonly over?: CurveKind;
  readonly log?: string;
}

/** @throws CliError where the quantity is that of drawn faults, or nothing fails */
export async function withPlot(
  answer: Answer,
  { document }: PreparedExperiment,
  { plot, over = 'interval', log }: Asked,
): Promise<Answer> {
  if (plot === undefined) return answer;
  const { replay, name } = document;
  if (replay === undefined) throw new Error('a prepared replay has its section');
  if (log !== undefined || replay.faultLog !== undefined)
    refuse('--plot must be used with drawn faults (got a log).', 'Leave the log out, or fit rates to it.');
  const { JobOnMachine, replayRequest } = await import('@railyard/experiments');
  const { replayCurve } = await import('@railyard/replay');
  const request = replayRequest(new JobOnMachine(document), replay);
  const curve = replayCurve(request, over, Math.min(MOST_REPLICAS, replay.replicas));
  if (curve === undefined)
    return refuse(
      `--over ${over} must be used with faults that stop the job (got none).`,
      'Name a fault profile, for example --set replay.faults.preset=llama3-h100.',
    );
  const { renderCurve } = await import('@railyard/reports');
  await writeText(plot, renderCurve(curve, `${name}, ${replay.faults.name}`));
  return {
    ...answer,
    data: { ...(answer.data as object), curve },
    tables: [...answer.tables, curveTable(curve)],
    notes: [...(answer.notes ?? []), `Plot: ${plot}.`],
  };
}

const refuse = (message: string, hint: string): never => {
  throw new CliError(ExitCode.usage, 'not-applicable', message, hint);
};

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
