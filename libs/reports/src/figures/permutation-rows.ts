/** What hashed paths cost a permutation, alongside packet-level simulators and another flow-level model. */
import { elementAt, invariant } from '@railyard/base';
import { type PermutationDraw } from '@railyard/cluster';
import { mean, medianSorted } from 'simple-statistics';
import { ECMP_PERMUTATION, SPRAYED_PERMUTATION } from '../published/index.js';
import { type ReportRow, type RowOptions, reportRow } from '../report.js';

const TOLERANCE = 10;

/** Draws of the permutation by the header values that a flow is sprayed over; 1 is ECMP. */
export type PermutationDraws = ReadonlyMap<number, readonly PermutationDraw[]>;

export function permutationRows(draws: PermutationDraws): readonly ReportRow[] {
  const ecmp = draws.get(1);
  invariant(ecmp !== undefined, 'the permutation was drawn under ECMP');
  return [
    ...ecmpRows(ecmp),
    ...[...draws]
      .filter(([headerValues]) => headerValues > 1)
      .flatMap(([headerValues, sprayed]) => sprayedRows(headerValues, sprayed)),
  ];
}

function ecmpRows(draws: readonly PermutationDraw[]): readonly ReportRow[] {
  const last = lastSorted(draws);
  const meeting = Math.floor(ECMP_PERMUTATION.lastSlowdown);
  const alike = draws.filter((draw) => draw.meeting === meeting);
  const judged = (options: Pick<RowOptions, 'name' | 'unit' | 'paper' | 'twin' | 'note'>): ReportRow =>
    reportRow({ ...options, case: '2,048 NICs', tolerancePct: TOLERANCE });
  return [
    judged({
      name: 'permutation under ECMP, mean slowdown',
      unit: 'x',
      paper: ECMP_PERMUTATION.meanSlowdown,
      twin: mean(draws.map((draw) => draw.mean)),
      note: `Beside a packet-level run (htsim, RoCE); mean over ${draws.length} hash seeds.`,
    }),
    judged({
      name: 'permutation under ECMP, last flow',
      unit: 'x',
      paper: ECMP_PERMUTATION.flowLevelLastSlowdown,
      twin: medianSorted(last),
      note:
        `Beside another flow-level model: median of ${draws.length} seeds, here ` +
        `${elementAt(last, 0).toFixed(0)} to ${elementAt(last, last.length - 1).toFixed(0)}.`,
    }),
    judged({
      name: `permutation under ECMP, last flow where ${meeting} meet`,
      unit: 'x',
      paper: ECMP_PERMUTATION.lastSlowdown,
      twin: alike.length === 0 ? NaN : mean(alike.map((draw) => draw.last)),
      note:
        `Beside the packet-level runs, whose hash put no more on a link: ${meeting + 1} flows would ` +
        `take longer. ${alike.length} of the ${draws.length} seeds are of that kind.`,
    }),
    judged({
      name: 'permutation under ECMP, initial share of the mean flow',
      unit: '',
      paper: ECMP_PERMUTATION.flowLevelInitialShare,
      twin: mean(draws.map((draw) => draw.initialShare)),
    }),
  ];
}

function sprayedRows(headerValues: number, draws: readonly PermutationDraw[]): readonly ReportRow[] {
  const row = {
    name: 'permutation sprayed by hash, last flow',
    unit: 'x',
    case: `${headerValues} header values`,
    twin: medianSorted(lastSorted(draws)),
  };
  if (headerValues !== SPRAYED_PERMUTATION.headerValues) return [reportRow({ ...row, paper: null })];
  return [
    reportRow({
      ...row,
      paper: SPRAYED_PERMUTATION.obliviousLastSlowdown,
      tolerancePct: TOLERANCE,
      note:
        `Beside a packet-level run that sprays without regard to load (UEC htsim, NSCC); median of ` +
        `${draws.length} hash seeds.`,
    }),
    reportRow({
      ...row,
      paper: SPRAYED_PERMUTATION.avoidingLastSlowdown,
      tolerancePct: TOLERANCE,
      note:
        'Beside a packet-level run (htsim, EQDS) whose senders pass over values that met a queue, ' +
        "which the twin's do not: it is slower for that.",
    }),
  ];
}

const lastSorted = (draws: readonly PermutationDraw[]): number[] =>
  draws.map((draw) => draw.last).sort((a, b) => a - b);
