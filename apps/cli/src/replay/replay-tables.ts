/**
 * A replay for a reader: metrics with their confidence, the ledger, the causes, what matters most; and the
 * same as files.
 */
import { join } from 'node:path';
import { type ExperimentResult, type ReplayOutcome, type ReplaySection } from '@railyard/experiments';
import { LEDGER_PARTS, PART_WORDS } from '@railyard/replay';
import { type Answer, type Cell, show, type Table } from '../output/format.js';
import { writeText } from '../output/write-file.js';

/** Factors of the sensitivity that are printed. */
const SHOWN = 8;

const percent = (share: number): number => 100 * share;
const hours = (seconds: number): number => seconds / 3600;
const perCentRange = ([low, high]: readonly [number, number]): string => range([percent(low), percent(high)]);
const range = ([low, high]: readonly [number, number]): string =>
  `${Number(low.toPrecision(5))} to ${Number(high.toPrecision(5))}`;

/** What of a replay is printed, wherever it was played. */
export type PlayedReplay = Pick<ReplayOutcome, 'section' | 'warnings' | 'inputs'>;
type Replayed = Pick<ExperimentResult, 'id' | 'document'>;

export function replayAnswer(
  prepared: Replayed,
  { section, warnings, inputs }: PlayedReplay,
  files: readonly string[],
): Answer {
  const { id, document } = prepared;
  return {
    data: { id, seed: document.seed, ...section, warnings, inputs },
    tables: [
      metricsTable(prepared, section),
      ledgerTable(section),
      causesTable(section),
      machineTable(section),
      intervalTable(section),
      sensitivityTable(section),
    ].filter(({ rows }) => rows.length > 0),
    notes: [
      `ETTR: ${section.definitions.ettr}.`,
      `Goodput: ${section.definitions.goodput}.`,
      `Effective training time: ${section.definitions.effectiveTime}.`,
      ...warnings.map(({ message }) => `Warning: ${message}`),
      ...files.map((file) => `Written: ${file}`),
    ],
  };
}

function metricsTable({ document }: Replayed, section: ReplaySection): Table {
  const { ci95, statistics } = section;
  const rows: readonly (readonly Cell[])[] = [
    ['ETTR (%)', percent(section.ettr), perCentRange(ci95.ettr)],
    ['goodput (%)', percent(section.goodput), perCentRange(ci95.goodput)],
    [
      'effective training time (%)',
      percent(section.effectiveTime),
      perCentRange(statistics.effectiveTime.ci95),
    ],
    ['interruptions', section.interruptions, range(ci95.interruptions)],
    ['planned stops', section.plannedStops, range(statistics.plannedStops.ci95)],
    ['MTBF (h)', section.mtbfH, ''],
    ['wall time (d)', section.wallDays, range(ci95.wallDays)],
    [
      'silent corruptions, never found',
      statistics.undetectedCorruptions.mean,
      range(statistics.undetectedCorruptions.ci95),
    ],
    ['corrupted steps kept', statistics.poisonedStepsKept.mean, range(statistics.poisonedStepsKept.ci95)],
    ['step, undisturbed (s)', section.stepTimeS, ''],
    ...recordedRows(section),
  ];
  if (document.replay === undefined) throw new Error('a replayed document has its section');
  const { faults, recovery } = document.replay;
  return {
    title: `${document.name}: faults ${faults.name}, recovery ${recovery.name}, ${section.replicas} replicas`,
    columns: ['metric', 'mean', '95 % confidence'],
    rows,
  };
}

/** What became of the faults of a log. */
function recordedRows({ recordedFaults }: ReplaySection): readonly (readonly Cell[])[] {
  if (recordedFaults === undefined) return [];
  const { read, played, outsideJob, afterEnd } = recordedFaults;
  return [
    ['recorded faults read', read, ''],
    ['recorded faults played', played, ''],
    ['recorded faults outside the job', outsideJob, ''],
    ['recorded faults after the end', afterEnd, ''],
  ];
}

function ledgerTable({ ledger }: ReplaySection): Table {
  const total = Object.values(ledger).reduce((sum, seconds) => sum + seconds, 0);
  const rows = LEDGER_PARTS.map((part): readonly Cell[] => [
    PART_WORDS[part],
    hours(ledger[part]),
    percent(ledger[part] / total),
  ]);
  return {
    title: 'Where the wall time went',
    columns: ['part', 'hours', '% of wall'],
    rows: [...rows, ['total', hours(total), 100]],
  };
}

function causesTable({ byCause }: ReplaySection): Table {
  return {
    title: 'What each class of faults cost',
    columns: ['class', 'family', 'faults', 'interruptions', 'hours', '% of wall'],
    rows: byCause
      .filter(({ faults }) => faults.mean > 0)
      .map((cause) => [
        cause.class,
        cause.family,
        cause.faults.mean,
        cause.interruptions.mean,
        hours(cause.costS.mean),
        percent(cause.shareOfWall.mean),
      ]),
  };
}

function machineTable({ machine }: ReplaySection): Table {
  const rows = machine
    .filter(({ condition }) => Object.keys(condition).length > 0)
    .map(({ condition, stepTimeS, slowdown }): readonly Cell[] => [
      Object.entries(condition)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
      stepTimeS,
      slowdown,
    ]);
  return { title: 'Steps on the machine as it was', columns: ['condition', 'step (s)', 'slowdown'], rows };
}

/** The simulated intervals alongside the published optima. */
function intervalTable({ intervalCurve }: ReplaySection): Table {
  const columns = ['interval (s)', 'what', 'ETTR (%)', 'goodput (%)', 'corrupted steps kept', 'rolls back'];
  if (intervalCurve === undefined) return { title: '', columns, rows: [] };
  const { points, configuredS, simulatedOptimumS, youngS, dalyS, exactOptimumS } = intervalCurve;
  const whatOf = (intervalS: number): string =>
    [
      ...(intervalS === configuredS ? ['configured'] : []),
      ...(intervalS === simulatedOptimumS ? ['best goodput'] : []),
    ].join(', ');
  const optima = `Young ${show(youngS)} s, Daly ${show(dalyS)} s, exact renewal ${show(exactOptimumS)} s`;
  return {
    title: `Checkpoint interval (optimum of ${optima})`,
    columns,
    rows: points.map(({ intervalS, ettr, goodput, corruptedStepsKept, retentionReaches }) => [
      intervalS,
      whatOf(intervalS),
      percent(ettr.mean),
      percent(goodput.mean),
      corruptedStepsKept,
      retentionReaches ? 'yes' : 'no',
    ]),
  };
}

function sensitivityTable({ sensitivity }: ReplaySection): Table {
  return {
    title: 'Change of goodput and ETTR when one factor is halved or doubled (points of %)',
    columns: [
      'factor',
      'kind',
      'goodput halved',
      'doubled',
      '95 % of doubled',
      'ETTR halved',
      'ETTR doubled',
    ],
    rows: sensitivity
      .slice(0, SHOWN)
      .filter(({ swing }) => swing > 0)
      .map(({ factor, kind, halved, doubled, goodputHalved, goodputDoubled }) => [
        factor,
        kind,
        percent(goodputHalved.mean),
        percent(goodputDoubled.mean),
        perCentRange(goodputDoubled.ci95),
        percent(halved.mean),
        percent(doubled.mean),
      ]),
  };
}

const causeRows = ({ byCause }: ReplaySection): readonly (readonly Cell[])[] =>
  byCause.map((cause) => [
    cause.class,
    cause.family,
    cause.faults.mean,
    cause.interruptions.mean,
    cause.costS.mean,
    cause.shareOfWall.mean,
  ]);

/** Everything that a surface draws, as files in `folder`; returns their paths. */
export async function writeArtifacts(
  folder: string,
  { section, faultLogCsv, ledgerCsv }: ReplayOutcome,
  { id, document }: Replayed,
): Promise<readonly string[]> {
  const { timeline, intervalCurve, sensitivity, ...summary } = section;
  const { chromeTrace, replayTimeline } = await import('@railyard/reports');
  const trace = chromeTrace(replayTimeline(timeline, { experiment: document.name, id }));
  const csv = (head: string, rows: readonly (readonly Cell[])[]): string =>
    [head, ...rows.map((row) => row.join(','))].join('\n').concat('\n');
  const files: Readonly<Record<string, string>> = {
    'replay.json': `${JSON.stringify(summary, null, 2)}\n`,
    'timeline.json': `${JSON.stringify(timeline, null, 2)}\n`,
    'trace.json': `${JSON.stringify(trace)}\n`,
    'fault-log.csv': faultLogCsv,
    'ledger.csv': ledgerCsv,
    'causes.csv': csv('class,family,faults,interruptions,costS,shareOfWall', causeRows(section)),
    'sensitivity.csv': csv(
      'factor,kind,halved,doubled,goodputHalved,goodputDoubled,swing',
      sensitivity.map(({ factor, kind, halved, doubled, goodputHalved, goodputDoubled, swing }) => [
        factor,
        kind,
        halved.mean,
        doubled.mean,
        goodputHalved.mean,
        goodputDoubled.mean,
        swing,
      ]),
    ),
    ...(intervalCurve === undefined
      ? {}
      : {
          'interval-curve.csv': csv(
            'intervalS,ettr,ci95Low,ci95High,exactA,exactB,meta,goodput,goodputLow,goodputHigh,' +
              'corruptedStepsKept,retentionReaches',
            intervalCurve.points.map((point) => [
              point.intervalS,
              point.ettr.mean,
              ...point.ettr.ci95,
              point.exactA,
              point.exactB,
              point.meta,
              point.goodput.mean,
              ...point.goodput.ci95,
              point.corruptedStepsKept,
              String(point.retentionReaches),
            ]),
          ),
        }),
  };
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, text] of Object.entries(files)) await writeText(join(folder, name), text);
  return paths;
}
