/**
 * What others published on hashed paths, alongside the twin. Judged is only what is reported completely; of
 * the rest the twin shows what NCCL's documented defaults give, and the note says what is not stated.
 */
import { GIBI } from '@railyard/base';
import { type NicUtilisation, NCCL_FLOWS_PER_NIC, type PlannedGain } from '@railyard/cluster';
import { mean } from 'simple-statistics';
import {
  HASH_IMBALANCE,
  NIC_UTILISATION_PCT,
  PLANNED_OVER_ECMP,
  QUEUE_PAIR_SCALING,
} from '../published/index.js';
import { type ReportRow, reportRow } from '../report.js';

const TOLERANCE = 10;

export interface EcmpEvidence {
  /** Of `HASH_IMBALANCE`'s flows and links, by hash. */
  readonly imbalance: readonly number[];
  /** On 64 GPUs under four leaves, with the uplinks that fill two spines of 128 ports. */
  readonly planned: readonly PlannedGain[];
  /**
   * On racks of 16 NICs, by their uplinks: one size, NCCL's flows and those times
   * `QUEUE_PAIR_SCALING.queuePairs`.
   */
  readonly racks: ReadonlyMap<number, readonly PlannedGain[]>;
  /** By flows a NIC; the first is NCCL's default. */
  readonly utilisation: readonly NicUtilisation[];
}

export const ecmpRows = ({ imbalance, planned, racks, utilisation }: EcmpEvidence): readonly ReportRow[] => [
  imbalanceRow(imbalance),
  ...plannedRows(planned),
  ...[...racks].map(([uplinks, gains]) => scalingRow(uplinks, gains)),
  ...utilisationRows(utilisation),
];

function imbalanceRow(draws: readonly number[]): ReportRow {
  return reportRow({
    name: 'hashed flows, fullest link over the mean',
    unit: 'x',
    case: `${HASH_IMBALANCE.flows.toLocaleString('en')} flows on ${HASH_IMBALANCE.links} links`,
    paper: HASH_IMBALANCE.fullestOverMean,
    twin: mean([...draws]),
    tolerancePct: TOLERANCE,
    note:
      `Beside an operator's simulation, "over" that on average; here ` +
      `${Math.min(...draws).toFixed(2)} to ${Math.max(...draws).toFixed(2)} over ${draws.length} hash seeds.`,
  });
}

/** Published sizes are next to NCCL's default number of flows; the others are the twin's alone. */
function plannedRows(gains: readonly PlannedGain[]): readonly ReportRow[] {
  const published = ({ flowsPerNic, bytes }: PlannedGain) =>
    flowsPerNic === NCCL_FLOWS_PER_NIC.value
      ? PLANNED_OVER_ECMP.find(({ gib }) => gib * GIBI === bytes)
      : undefined;
  const largest = Math.max(...gains.map(({ bytes }) => bytes));
  return gains.map((row) =>
    reportRow({
      name: 'ring all-reduce, planned paths over ECMP',
      unit: '%',
      case: `64 GPUs, ${row.flowsPerNic} flows a NIC, ${row.bytes / GIBI} GiB`,
      twin: 100 * row.gain,
      paper: published(row)?.gainPct ?? null,
      note:
        published(row) === undefined || row.bytes < largest
          ? ''
          : plannedNote(gains.filter(({ bytes }) => bytes === largest)),
    }),
  );
}

function plannedNote(gains: readonly PlannedGain[]): string {
  const byHash = [...gains]
    .sort((a, b) => a.flowsPerNic - b.flowsPerNic)
    .map(
      ({ flowsPerNic, least, most }) =>
        `${(100 * least).toFixed(0)} to ${(100 * most).toFixed(0)} % with ${flowsPerNic}`,
    )
    .join(', ');
  return (
    `Planned over ECMP: a switch vendor's figures beside NCCL's default flows and 64 uplinks a ` +
    (`leaf, which fill its two spines of 128 ports. Its uplinks, cabling and queue pairs are not ` +
      `stated, nor over how many hashes it measured; by hash: ${byHash} flows a NIC. `) +
    ('With F of them one hash slows the ring by a whole number of F-ths, so its gains are a mean ' +
      ('over hashes, or of more flows. That they double from 1 to 16 GiB, where latency no longer ' +
        'counts, is not in a model of shared links. Not judged.'))
  );
}

/** Times are those of planned paths, times one and the gain: so the mean times compare. */
function scalingRow(uplinks: number, gains: readonly PlannedGain[]): ReportRow {
  const time = (flows: number): number =>
    1 + (gains.find(({ flowsPerNic }) => flowsPerNic === flows)?.gain ?? NaN);
  const few = NCCL_FLOWS_PER_NIC.value;
  return reportRow({
    name: `ring all-reduce, ${QUEUE_PAIR_SCALING.queuePairs} queue pairs over one`,
    unit: '%',
    case: `128 GPUs, ${uplinks} uplinks a rack`,
    paper: QUEUE_PAIR_SCALING.gainPct,
    twin: 100 * (time(few) / time(few * QUEUE_PAIR_SCALING.queuePairs) - 1),
    note:
      'Queue pairs: an operator\'s "up to", racks of 16 NICs; GPUs, uplinks, sizes and the flows ' +
      'before are in a picture only. Not judged.',
  });
}

function utilisationRows(rows: readonly NicUtilisation[]): readonly ReportRow[] {
  const paper = (flows: number): number | null =>
    flows === NCCL_FLOWS_PER_NIC.value ? NIC_UTILISATION_PCT.ecmp : null;
  return [
    reportRow({
      name: 'line rate used by NICs, balanced routing',
      unit: '%',
      case: '64 NICs',
      paper: NIC_UTILISATION_PCT.balanced,
      twin: 100 * (rows[0]?.balanced ?? NaN),
      note:
        'Line rate: a switch vendor\'s "bandwidth utilisation"; fabric, flows and what it divides ' +
        'by what are not stated. Not judged.',
    }),
    ...rows.map(({ flowsPerNic, ecmp }) =>
      reportRow({
        name: 'line rate used by NICs, ECMP',
        unit: '%',
        case: `64 NICs, ${flowsPerNic} flows a NIC`,
        paper: paper(flowsPerNic),
        twin: 100 * ecmp,
      }),
    ),
  ];
}
