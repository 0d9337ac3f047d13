/** `railyard faults fit` and `faults check`: rates from an operator's log, and a profile held to one. */
import { type ClassFit, type FaultFit, type FaultProfileSpec, type ProfileCheck } from '@railyard/replay';
import { InvalidDocumentError } from '@railyard/base';
import { namedPart } from '../input/named-part.js';
import { type Answer, type Cell, type Table } from '../output/format.js';
import { writeText } from '../output/write-file.js';
import { type ObservedFiles } from './observed-faults.js';

/** Rates with the profile that follows from them, and what became of the logs. */
export type FittedLog = FaultFit & { readonly profile: object; readonly notes: readonly string[] };

export async function fitHere(paths: readonly string[], { log, notes }: ObservedFiles): Promise<FittedLog> {
  const { fitFaults, fittedProfile } = await import('@railyard/replay');
  const { API_VERSION } = await import('@railyard/experiments');
  const fit = fitFaults(log);
  const named = fittedProfile(fit, 'fitted', paths.join(', '));
  return { ...fit, profile: { apiVersion: API_VERSION, kind: 'FaultProfile', ...named }, notes };
}

export async function fitAnswer(
  { profile, notes, ...fit }: FittedLog,
  out: string | undefined,
): Promise<Answer> {
  if (out !== undefined) {
    const { stringify } = await import('yaml');
    await writeText(
      out,
      out.endsWith('.json') ? `${JSON.stringify(profile, null, 2)}\n` : stringify(profile),
    );
  }
  return {
    data: { ...fit, profile },
    tables: [ratesTable(fit), lawsTable(fit), lemonTable(fit)].filter(({ rows }) => rows.length > 0),
    notes: [
      ...notes,
      `${fit.faults} faults of ${fit.exposure.gpus} GPUs in ${fit.exposure.days.toFixed(1)} days: ` +
        `${perGpuDays(fit).toPrecision(3)} per 1,000 GPU-days. Published fleets lie between 0.2 and 2.5.`,
      ...groupNotes(fit),
      ...(out === undefined ? [] : [`Profile: ${out} (replay.faults.profile of an experiment).`]),
    ],
  };
}

const perGpuDays = ({ faults, exposure }: FaultFit): number =>
  (1000 * faults) / (exposure.gpus * exposure.days);

const ratesTable = ({ classes }: FaultFit): Table => ({
  title: 'Rates',
  columns: ['class', 'faults', 'rate', 'low', 'high', 'unit', 'repairs', 'median repair (h)', 'low', 'high'],
  rows: classes.map(({ class: id, faults, rate, band, rateKey, repair }): readonly Cell[] => [
    id,
    faults,
    rate,
    ...band,
    unitOf(rateKey),
    repair?.repairs ?? 0,
    repair === undefined ? null : repair.medianS / 3600,
    repair === undefined ? null : repair.medianBand[0] / 3600,
    repair === undefined ? null : repair.medianBand[1] / 3600,
  ]),
});

const UNITS: Readonly<Record<ClassFit['rateKey'], string>> = {
  ratePer1000GpuDays: 'per 1,000 GPU-days',
  ratePer1000NodeDays: 'per 1,000 node-days',
  ratePerLinkYear: 'per link-year',
  ratePerJobDay: 'per day of the job',
};
const unitOf = (key: ClassFit['rateKey']): string => UNITS[key];

const lawsTable = ({ classes }: FaultFit): Table => ({
  title: 'Laws',
  columns: ['class', 'arrivals', 'Weibull shape', 'low', 'high', 'trend', 'thirds', 'variance / mean'],
  rows: classes.map(({ class: id, arrivals, weibull, trend, bursts }): readonly Cell[] => [
    id,
    arrivals.kind,
    weibull?.shape ?? null,
    weibull?.shapeBand[0] ?? null,
    weibull?.shapeBand[1] ?? null,
    trend.verdict,
    trend.thirds.join(' '),
    bursts?.dispersion ?? null,
  ]),
});

const lemonTable = ({ lemons }: FaultFit): Table => ({
  title: 'Nodes that fail more often than chance allows',
  columns: ['node', 'faults', 'expected', 'p'],
  rows: (lemons?.nodes ?? []).map(({ node, faults, expected, p }): readonly Cell[] => [
    node,
    faults,
    expected,
    p,
  ]),
});

function groupNotes({ classes }: FaultFit): readonly string[] {
  return classes.flatMap(({ class: id, groups }) => {
    if (groups === undefined) return [];
    const counts = Object.entries(groups.counts).map(([group, count]) => `${group}: ${count}`);
    const differ = groups.p < 0.05 ? 'differ' : 'do not differ beyond chance';
    return [
      `Groups of ${id} ${differ} if they are of equal size (${counts.join(', ')}; ` +
        `p ${groups.p < 0.001 ? '< 0.001' : groups.p.toFixed(3)}).`,
    ];
  });
}

/** A profile alongside a log, and what became of the logs. */
export type CheckedLog = ProfileCheck & Pick<FaultFit, 'exposure'> & { readonly notes: readonly string[] };

/** @throws CliError where there is no such profile, InvalidDocumentError with its issues */
export async function checkHere(name: string, { log, notes }: ObservedFiles): Promise<CheckedLog> {
  const { checkAgainstLog } = await import('@railyard/replay');
  return { ...checkAgainstLog(await profileNamed(name), log), exposure: log.exposure, notes };
}

export const checkAnswer = ({ notes, ...check }: CheckedLog): Answer => ({
  data: check,
  tables: [checkTable(check)],
  notes: [...notes, totalNote(check)],
});

async function profileNamed(name: string): Promise<FaultProfileSpec> {
  const { getPreset, validateDocument } = await import('@railyard/experiments');
  const found = await namedPart({ 'x-preset': 'fault-profile', 'x-document': 'FaultProfile' }, name);
  if (typeof found === 'string') return getPreset('fault-profile', found) as FaultProfileSpec;
  const { issues, document } = validateDocument(found, 'FaultProfile');
  if (document === undefined || issues.length > 0) throw new InvalidDocumentError(issues);
  return document as unknown as FaultProfileSpec;
}

const checkTable = ({ profile, classes, total }: ProfileCheck): Table => ({
  title: `${profile} against the log`,
  columns: ['class', 'expected', 'low', 'high', 'observed', 'ratio', 'low', 'high', 'p', 'verdict'],
  rows: [...classes, total].map((row): readonly Cell[] => [
    row.class,
    row.expected,
    ...row.expectedBand,
    row.observed,
    row.ratio,
    row.ratioBand?.[0] ?? null,
    row.ratioBand?.[1] ?? null,
    row.p,
    row.verdict,
  ]),
});

function totalNote({ profile, total }: ProfileCheck): string {
  const { ratio, ratioBand, verdict } = total;
  if (ratio === null || ratioBand === null) return `${profile} has no rates.`;
  const band = `${ratio.toFixed(2)} [${ratioBand.map((bound) => bound.toFixed(2)).join(', ')}]`;
  return `The log has ${band} times the faults that ${profile} leads to: ${verdict}.`;
}
