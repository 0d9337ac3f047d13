/**
 * Calibration from what the owner of a device measured: constants that the rows carry are fitted, each held
 * near that of the shipped record as far as the rows leave it open.
 */
import { type DeviceSpec, type OwnCalibration, linkCalibrationOf } from '@railyard/cluster';
import { log } from '@railyard/base';
import { calibrationOf } from '@railyard/parallelism';
import {
  type CollectiveRow,
  type ErrorSummary,
  type KernelRow,
  OVERHEADS,
  isMeasured,
  isMeasuredCollective,
  summarizeErrors,
} from '../accuracy/index.js';
import { CALIBRATION_GROUPS, type CalibrationGroup } from './calibration-groups.js';
import { leastSquares } from './least-squares.js';

export interface GroupFit {
  readonly what: string;
  readonly rows: number;
  /** Constants with their value before and after. */
  readonly constants: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  readonly before: ErrorSummary;
  readonly after: ErrorSummary;
}

export interface FittedCalibration {
  readonly device: string;
  readonly calibration: OwnCalibration;
  readonly groups: readonly GroupFit[];
  /** What no row, or too few of them, tell of. */
  readonly missing: readonly string[];
}

export interface OwnRows {
  readonly kernels: readonly KernelRow[];
  readonly collectives: readonly CollectiveRow[];
}

/** Rows below which a group stays as it ships. */
const LEAST_ROWS = 3;
/** Residual of a constant that is e times that of the record: rows that say nothing of it leave it there. */
const PRIOR = 0.03;
/** How far a constant may go from that of the record. */
const REACH = 5;

interface Row {
  readonly family: string;
  readonly seconds: number;
  predict(device: DeviceSpec): number;
}

export function fitOwnCalibration(device: DeviceSpec, rows: OwnRows, source: string): FittedCalibration {
  const all = [
    ...rows.kernels.filter(isMeasured).map(kernelRow),
    ...rows.collectives.filter(isMeasuredCollective),
  ];
  let calibration: OwnCalibration = { source };
  const groups: GroupFit[] = [];
  const missing: string[] = [];
  for (const group of CALIBRATION_GROUPS) {
    const own = all.filter(({ family }) => group.family.test(family));
    if (own.length < Math.max(LEAST_ROWS, namesOf(group).length)) {
      missing.push(`${group.what}: ${own.length === 0 ? 'no row' : `only ${own.length} rows`}`);
      continue;
    }
    const fit = fitGroup({ ...device, calibration }, group, own);
    if (fit === undefined) continue;
    groups.push(fit.group);
    calibration = fit.calibration;
  }
  return { device: device.name, calibration, groups, missing };
}

const namesOf = ({ kernels = [], collectives = [] }: CalibrationGroup): readonly string[] => [
  ...kernels,
  ...collectives,
];

/** A kernel as it is priced on the device with whatever calibration it carries. */
const kernelRow = ({ family, seconds, predict }: Extract<KernelRow, { family: string }>): Row => ({
  family,
  seconds,
  predict: (device) => predict(calibrationOf(device).constants, device, OVERHEADS),
});

function fitGroup(
  device: DeviceSpec & { readonly calibration: OwnCalibration },
  group: CalibrationGroup,
  rows: readonly Row[],
): { readonly group: GroupFit; readonly calibration: OwnCalibration } | undefined {
  const given = constantsOf(device, group);
  const names = namesOf(group).filter((name) => (given[name] ?? 0) > 0);
  const start = names.map((name) => given[name] ?? 0);
  if (names.length === 0) return undefined;
  const trial = (values: readonly number[]): DeviceSpec & { calibration: OwnCalibration } => ({
    ...device,
    calibration: withConstants(device.calibration, group, names, values),
  });
  const values = leastSquares(
    (point) => {
      const tried = trial(point);
      return [
        ...rows.map((row) => log(row.predict(tried) / row.seconds)),
        ...point.map((value, i) => PRIOR * log(value / (start[i] ?? value))),
      ];
    },
    {
      start,
      low: start.map((value) => value / REACH),
      high: start.map((value, i) =>
        /Fraction$/.test(names[i] ?? '') ? Math.max(value, 0.99) : value * REACH,
      ),
    },
  ).map((value) => Number(value.toPrecision(4)));
  const after = trial(values);
  return {
    calibration: after.calibration,
    group: {
      what: group.what,
      rows: rows.length,
      constants: names.map((name, i) => ({ name, before: start[i] ?? 0, after: values[i] ?? 0 })),
      before: errorsOf(device, rows),
      after: errorsOf(after, rows),
    },
  };
}

/** Of the model that the group belongs to. */
function constantsOf(device: DeviceSpec, { kernels }: CalibrationGroup): Readonly<Record<string, number>> {
  return { ...(kernels !== undefined ? calibrationOf(device) : linkCalibrationOf(device)).constants };
}

function withConstants(
  calibration: OwnCalibration,
  { kernels }: CalibrationGroup,
  names: readonly string[],
  values: readonly number[],
): OwnCalibration {
  const own = Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0]));
  return kernels !== undefined
    ? { ...calibration, kernels: { ...calibration.kernels, ...own } }
    : { ...calibration, collectives: { ...calibration.collectives, ...own } };
}

const errorsOf = (device: DeviceSpec, rows: readonly Row[]): ErrorSummary =>
  summarizeErrors(
    rows.map((row) => 100 * (row.predict(device) / row.seconds - 1)),
    rows.length,
  );
