/**
 * What a job's time comes to in GPU-hours, and in money at a price: useful work, each cause of loss with its
 * band, overheads, and nodes that stand by. The rows add up to all GPUs over the wall time.
 */
import { SECONDS_PER_HOUR } from '@railyard/base';
import { type FleetShape, machineNodes } from '../faults/index.js';
import { type ReplayResult } from './replay-job.js';

export interface CostRow {
  readonly what: string;
  readonly kind: 'useful' | 'corrupted' | 'fault' | 'overhead' | 'spare';
  readonly gpuHours: number;
  /** 95 % band of the mean of the replicas; left out where it is not known. */
  readonly band?: readonly [low: number, high: number];
  readonly shareOfTotal: number;
  /** Left out without a price. */
  readonly cost?: number;
  readonly costBand?: readonly [low: number, high: number];
}

export interface JobCosts {
  readonly gpuHours: number;
  readonly pricePerGpuHour?: number;
  readonly cost?: number;
  /** Price of a GPU-hour of training whose work stands and is clean. */
  readonly costPerCleanGpuHour?: number;
  readonly rows: readonly CostRow[];
}

type Played = Pick<ReplayResult, 'ledger' | 'byCause' | 'statistics' | 'stepTimeS'>;

type PaidFleet = Pick<FleetShape, 'nodes' | 'spareNodes' | 'gpusPerNode'>;

export function jobCosts(result: Played, fleet: PaidFleet, pricePerGpuHour?: number): JobCosts {
  const { ledger, byCause, statistics } = result;
  const jobGpus = fleet.nodes * fleet.gpusPerNode;
  const allGpus = machineNodes(fleet) * fleet.gpusPerNode;
  const wallS = statistics.wallS.mean;
  const total = (wallS * allGpus) / SECONDS_PER_HOUR;
  const priced = (gpuHours: number): Pick<CostRow, 'cost'> =>
    pricePerGpuHour === undefined ? {} : { cost: gpuHours * pricePerGpuHour };
  const row = (
    what: string,
    kind: CostRow['kind'],
    seconds: number,
    bandS?: readonly [low: number, high: number],
    gpus = jobGpus,
  ): CostRow => {
    const gpuHours = (seconds * gpus) / SECONDS_PER_HOUR;
    const band = bandS?.map((bound) => (bound * gpus) / SECONDS_PER_HOUR) as [number, number] | undefined;
    return {
      what,
      kind,
      gpuHours,
      shareOfTotal: gpuHours / total,
      ...(band === undefined ? {} : { band }),
      ...priced(gpuHours),
      ...(band === undefined || pricePerGpuHour === undefined
        ? {}
        : { costBand: [band[0] * pricePerGpuHour, band[1] * pricePerGpuHour] as const }),
    };
  };
  const corruptedS = statistics.poisonedStepsKept.mean * result.stepTimeS;
  const ofFaults = byCause.reduce((sum, { costS }) => sum + costS.mean, 0);
  const stallS = wallS - ledger.productiveS - ofFaults - ledger.checksS;
  const rows = [
    row('clean training', 'useful', ledger.productiveS - corruptedS),
    row('corrupted steps kept', 'corrupted', corruptedS),
    ...byCause.map(({ class: id, costS }) => row(id, 'fault', costS.mean, costS.ci95)),
    row('checkpoint stalls', 'overhead', stallS),
    row('checks for corruption', 'overhead', ledger.checksS),
    row('nodes that stand by', 'spare', wallS, undefined, allGpus - jobGpus),
  ].filter(({ gpuHours, kind }) => kind === 'useful' || Math.abs(gpuHours) > 1e-9);
  const [clean] = rows;
  return {
    gpuHours: total,
    ...(pricePerGpuHour === undefined
      ? {}
      : {
          pricePerGpuHour,
          cost: total * pricePerGpuHour,
          costPerCleanGpuHour: (total * pricePerGpuHour) / (clean?.gpuHours ?? 0),
        }),
    rows,
  };
}
