/** What the views of a sweep share: its swept parameters and the values of its objective. */
import { type SweepMember } from '../../service/index.js';

export interface SweptProps {
  /** Of which the metrics are known. */
  readonly members: readonly SweepMember[];
  readonly objective: { readonly metric: string; readonly goal: string };
}

export const parametersIn = (members: readonly SweepMember[]): readonly string[] => [
  ...new Set(members.flatMap(({ parameters }) => Object.keys(parameters))),
];

/** The last parts of a dotted path. */
export const shortName = (path: string): string => path.split('.').slice(-2).join('.');

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');

export const metricOf = (member: SweepMember, metric: string): number => member.metrics?.[metric] ?? NaN;

/** Points of a sweep of services. */
const areServices = (members: readonly SweepMember[]): boolean => members[0]?.metrics?.tpotMs !== undefined;

/** What the objective costs: memory, or time; of services, the speed of one user or what a GPU gives. */
export function costOf({ members, objective: { metric } }: SweptProps): string {
  if (areServices(members)) return metric === 'tpotMs' ? 'tokensPerSecondPerGpu' : 'tpotMs';
  return metric === 'peakMemoryGB' ? 'stepTimeS' : 'peakMemoryGB';
}

/** What is shown of a point besides the objective. */
export const besideOf = (members: readonly SweepMember[]): readonly string[] =>
  areServices(members)
    ? ['ttftMs', 'tpotMs', 'tokensPerSecondPerGpu', 'tokensPerSecondPerUser', 'maxBatch']
    : ['stepTimeS', 'mfuCausal', 'peakMemoryGB'];

/** Values of a parameter, numbers by size. */
export function valuesOf(members: readonly SweepMember[], path: string): readonly unknown[] {
  const values = [...new Set(members.map(({ parameters }) => parameters[path]))];
  return values.every((value) => typeof value === 'number') ? values.toSorted((a, b) => a - b) : values;
}

/** The best first. */
export const ranked = ({ members, objective: { metric, goal } }: SweptProps): readonly SweepMember[] =>
  members.toSorted((a, b) => (goal === 'maximize' ? -1 : 1) * (metricOf(a, metric) - metricOf(b, metric)));
