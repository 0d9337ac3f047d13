/** Whether the record of collectives is among the inputs of a step. */
import { type ProvenancedInput } from '@railyard/base';
import { type DeviceSpec, linkInput } from '@railyard/cluster';
import { type WorkloadSpec, hiddenOnce, sharesLayers, shardingOf } from '../plan/index.js';
import { usesMuon } from './muon.js';
import { type OptimizerPhase } from './optimizer-phase.js';

/** An input that moves the step by less, when it is changed by a tenth, is left out. */
const LEAST_MOVED = 0.002;
/** Of what a collective takes, at a rate that is a tenth lower; latencies move less. */
const MOST_BY_A_TENTH = 1 / 0.9 - 1;

/**
 * The record of collectives, where it matters. Where nothing but the optimizer exchanges by collectives that
 * it prices, constants that are a tenth off move the step by their share of these, at most.
 */
export function linkInputs(
  device: DeviceSpec,
  workload: WorkloadSpec,
  optimizer: OptimizerPhase,
  stepSeconds: number,
): readonly ProvenancedInput[] {
  const { denseReduceS, expertReduceS, normS, denseGatherS, expertGatherS } = optimizer;
  const exchanged = denseReduceS + expertReduceS + normS + denseGatherS + expertGatherS;
  const isListed =
    device.calibration?.collectives !== undefined ||
    exchangesElsewhere(workload) ||
    MOST_BY_A_TENTH * exchanged >= LEAST_MOVED * stepSeconds;
  return isListed ? [linkInput(device)] : [];
}

/** In its micro-batches, or hidden among them. */
function exchangesElsewhere(workload: WorkloadSpec): boolean {
  const { tensor, context = 1, expertTensor = 1 } = workload.parallelism;
  const { gather, reduction } = hiddenOnce(workload);
  return (
    Math.max(tensor, context, expertTensor) > 1 ||
    workload.communication.dispatcher === 'all-to-all' ||
    sharesLayers(shardingOf(workload)) ||
    gather ||
    reduction ||
    usesMuon(workload)
  );
}
