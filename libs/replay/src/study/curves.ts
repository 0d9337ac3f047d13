/**
 * ETTR and goodput over one quantity of a replay, all else as it is configured: every point meets faults of
 * the same seeds.
 */
import { SECONDS_PER_HOUR } from '@railyard/base';
import { type FleetShape, failStopRatePerS } from '../faults/index.js';
import { type ReplayRequest } from '../job/index.js';
import { type Statistic, metricStatistic, runReplicas } from '../montecarlo/index.js';
import { intervalCurve } from './interval-curve.js';

export const CURVES = ['interval', 'spares', 'mtbf', 'scale'] as const;
/** Checkpoint interval, spare nodes, mean time between failures, GPUs of the job. */
export type CurveKind = (typeof CURVES)[number];

interface CurvePoint {
  readonly x: number;
  readonly ettr: Statistic;
  readonly goodput: Statistic;
}

export interface ReplayCurve {
  readonly over: CurveKind;
  readonly unit: 's' | 'nodes' | 'h' | 'GPUs';
  readonly points: readonly CurvePoint[];
  readonly configured: number;
  /** Values that closed forms and the simulation call best. */
  readonly optima: readonly { readonly name: string; readonly x: number }[];
}

/** Of the job's nodes. */
const SPARE_SHARES = [0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08];
const RATE_MULTIPLES = [4, 2.83, 2, 1.41, 1, 0.71, 0.5, 0.35, 0.25];
const SIZES = [0.125, 0.25, 0.5, 1, 2, 4, 8];

/** Undefined where nothing stops the job: no such curve has a shape, but that over spares. */
export function replayCurve(
  request: ReplayRequest,
  over: CurveKind,
  replicas: number,
): ReplayCurve | undefined {
  switch (over) {
    case 'interval':
      return overInterval(request, replicas);
    case 'spares':
      return overSpares(request, replicas);
    case 'mtbf':
      return overMtbf(request, replicas);
    case 'scale':
      return overScale(request, replicas);
  }
}

function pointAt(x: number, request: ReplayRequest, replicas: number): CurvePoint {
  const chunk = runReplicas(request, 0, replicas);
  return { x, ettr: metricStatistic(chunk, 'ettr'), goodput: metricStatistic(chunk, 'goodput') };
}

function overInterval(request: ReplayRequest, replicas: number): ReplayCurve | undefined {
  const curve = intervalCurve(request, replicas);
  if (curve === undefined) return undefined;
  return {
    over: 'interval',
    unit: 's',
    points: curve.points.map(({ intervalS: x, ettr, goodput }) => ({ x, ettr, goodput })),
    configured: curve.configuredS,
    optima: [
      { name: 'Young', x: curve.youngS },
      { name: 'Daly', x: curve.dalyS },
      { name: 'exact renewal', x: curve.exactOptimumS },
      { name: 'simulated', x: curve.simulatedOptimumS },
    ],
  };
}

function overSpares(request: ReplayRequest, replicas: number): ReplayCurve {
  const { fleet } = request;
  const counts = [...SPARE_SHARES.map((share) => Math.round(share * fleet.nodes)), fleet.spareNodes];
  return {
    over: 'spares',
    unit: 'nodes',
    points: inOrder(counts).map((spareNodes) =>
      pointAt(spareNodes, { ...request, fleet: { ...fleet, spareNodes } }, replicas),
    ),
    configured: fleet.spareNodes,
    optima: [],
  };
}

function overMtbf(request: ReplayRequest, replicas: number): ReplayCurve | undefined {
  const { rateScale = {} } = request;
  const own = rateScale.all ?? 1;
  const ratePerS = failStopRateOf(request) * own;
  if (ratePerS === 0) return undefined;
  const hours = (multiple: number): number => 1 / (ratePerS * multiple) / SECONDS_PER_HOUR;
  return {
    over: 'mtbf',
    unit: 'h',
    points: RATE_MULTIPLES.map((multiple) =>
      pointAt(hours(multiple), { ...request, rateScale: { ...rateScale, all: own * multiple } }, replicas),
    ),
    configured: hours(1),
    optima: [],
  };
}

/** A larger or smaller job of the same step: every replica of it stays as it is. */
function overScale(request: ReplayRequest, replicas: number): ReplayCurve | undefined {
  if (failStopRateOf(request) === 0) return undefined;
  const { fleet } = request;
  const gpus = ({ nodes, gpusPerNode }: FleetShape): number => nodes * gpusPerNode;
  const requests = SIZES.filter((size) => Number.isInteger(fleet.nodes * size)).map((size) =>
    size === 1 ? request : scaled(request, size),
  );
  return {
    over: 'scale',
    unit: 'GPUs',
    points: requests.map((one) => pointAt(gpus(one.fleet), one, replicas)),
    configured: gpus(fleet),
    optima: [],
  };
}

function scaled(request: ReplayRequest, size: number): ReplayRequest {
  const { fleet, machine } = request;
  const part = (count: number): number => Math.max(1, Math.round(count * size));
  const dataReplicas = Number.isInteger(fleet.dataReplicas * size) ? fleet.dataReplicas * size : 1;
  const larger: FleetShape = {
    ...fleet,
    nodes: fleet.nodes * size,
    spareNodes: Math.round(fleet.spareNodes * size),
    leaves: part(fleet.leaves),
    spines: part(fleet.spines),
    fabricLinks: part(fleet.fabricLinks),
    dataReplicas,
  };
  return {
    ...request,
    fleet: larger,
    machine: {
      stepSeconds: (condition) =>
        (machine.stepSeconds({ ...condition, dataReplicas: fleet.dataReplicas }) * dataReplicas) /
        condition.dataReplicas,
    },
  };
}

const failStopRateOf = ({ profile, fleet, policy }: ReplayRequest): number =>
  failStopRatePerS(profile, fleet, policy.silentCorruption === 'fail-stop');

const inOrder = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
