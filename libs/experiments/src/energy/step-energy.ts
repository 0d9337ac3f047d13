/**
 * Energy of a training step: what its kernels draw of boards and network, and what boards draw while they
 * wait for bubbles and exchanges (docs/model/energy.md).
 */
import { type NetworkWatts, networkWatts } from '@railyard/cluster';
import {
  type Activity,
  devicePower,
  layerShape,
  microBatchesPerPipeline,
  modelParts,
  operationActivity,
  times,
  together,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { type ExperimentDocument } from '../document.js';

/** Of a step; absent from a result where the board's rating is not known. */
export interface StepEnergy {
  /** Of a GPU, mean over the step and over all of them. */
  readonly gpuW: number;
  readonly gpuRangeW: readonly [low: number, high: number];
  readonly ratedW: number;
  /** Measured on a board of this chip and rating; else the range goes from idle to the rating. */
  readonly isMeasured: boolean;
  /** Of the scale-out network, for each GPU; absent where its list has no part for it. */
  readonly network?: NetworkWatts;
  /** Of all GPUs, and of the network. */
  readonly joulesPerToken: number;
  readonly joulesPerTokenRange: readonly [low: number, high: number];
}

export function stepEnergy(
  { cluster, workload, prices }: Pick<ExperimentDocument, 'cluster' | 'workload' | 'prices'>,
  stepTimeS: number,
): StepEnergy | undefined {
  const power = devicePower(cluster.device, stepActivity(cluster.device, workload), stepTimeS);
  if (power === undefined) return undefined;
  const network = networkWatts(cluster, prices);
  const { globalSequences, sequenceLength } = workload.batch;
  const gpus = cluster.nodes * cluster.gpusPerNode;
  const joules = (gpuW: number, networkW: number): number =>
    ((gpuW + networkW) * gpus * stepTimeS) / (globalSequences * sequenceLength);
  const [low, high] = network?.range ?? [0, 0];
  return {
    gpuW: power.watts,
    gpuRangeW: power.range,
    ratedW: power.ratedW,
    isMeasured: power.isMeasured,
    ...(network === undefined ? {} : { network }),
    joulesPerToken: joules(power.watts, network?.wattsPerGpu ?? 0),
    joulesPerTokenRange: [joules(power.range[0], low), joules(power.range[1], high)],
  };
}

/** Of a GPU, mean over pipeline ranks: every operation of all micro-batches. The optimizer is left out. */
function stepActivity(device: ExperimentDocument['cluster']['device'], workload: WorkloadSpec): Activity {
  const { model, parallelism } = workload;
  const parts = modelParts(model, layerShape(workload)).map(({ operations, count }) =>
    times(together(operations.map((operation) => operationActivity(device, operation))), count),
  );
  return times(together(parts), microBatchesPerPipeline(workload) / parallelism.pipeline);
}
