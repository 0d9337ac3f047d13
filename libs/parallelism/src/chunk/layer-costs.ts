/**
 * Which layers stages hold, and what they are balanced by: all that a micro-batch computes in each part of a
 * model, on a device that does nothing else, experts in balance. Communication is not counted, so layouts
 * that hand a GPU the same layers deal them out alike, and memory is known before anything is routed.
 */
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import {
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  layerKinds,
  mtpLayerKind,
} from '../model/index.js';
import {
  type LayerCosts,
  type StageLayers,
  type WorkloadSpec,
  assignStages,
  keptShape,
  layerShape,
  layersOfBlock,
  modelStages,
} from '../plan/index.js';
import { isLaunchedByHost } from '../software/index.js';
import { KeptByShape } from './kept-by-shape.js';
import { operationSeconds } from './operation-seconds.js';
import { type PricedLayer, type PricedModel, priceModel } from './price-model.js';
import { type PhaseTimes, at, repeatedAttention, repeatedMlp } from './section-times.js';
import { type Situation, situations } from './situation.js';
import { atOwnClock, modelParts } from './tensor-share.js';

/** Costs of a shape's layers, and the stages that they were dealt out to. */
interface KeptCosts {
  readonly costs: LayerCosts;
  /** No situation of a device takes less. */
  readonly least: LayerCosts;
  readonly assignments: Map<string, readonly StageLayers[]>;
}

const kept = new KeptByShape<KeptCosts>();

/**
 * The layers of each model stage: as the workload says, or balanced. One for all layouts that share a shape.
 * @param workload as `checkPlan` passed it
 */
export function stageAssignment(
  cluster: ClusterSpec,
  workload: WorkloadSpec,
  shape: LayerShape = layerShape(workload),
): readonly StageLayers[] {
  const known = keptCosts(cluster, workload, shape);
  const stages = modelStages(workload);
  const key = [stages, ...(workload.stageLayers ?? [])].join(' ');
  let assignment = known.assignments.get(key);
  if (assignment === undefined)
    known.assignments.set(key, (assignment = assignStages(workload, stages, known.costs)));
  return assignment;
}

/** What each part of a model takes at least: all SMs free, at full clock, nothing sent. */
export const leastCosts = (cluster: ClusterSpec, workload: WorkloadSpec, shape: LayerShape): LayerCosts =>
  keptCosts(cluster, workload, shape).least;

/** A layer behind a block that is recomputed keeps all. */
function keptCosts(cluster: ClusterSpec, workload: WorkloadSpec, shape: LayerShape): KeptCosts {
  const { device } = cluster;
  const { model } = workload;
  const isBlock = layersOfBlock(workload) !== Infinity;
  const ofShape = kept.of(device, model, shape);
  const key = isBlock ? 'block' : 'all';
  let known = ofShape.get(key);
  if (known !== undefined) return known;
  const onDevice = deviceCosts(device, model, shape, isBlock ? keptShape(shape) : shape);
  const costs = isLaunchedByHost(shape.software)
    ? pricedCosts(model, priceModel(cluster, workload, shape, { tensorSeconds: 0 }))
    : onDevice.own;
  ofShape.set(key, (known = { costs, least: onDevice.least, assignments: new Map() }));
  return known;
}

/** A device that is never late takes the sum of operations: at the clock of the model, and at full clock. */
function deviceCosts(
  device: DeviceSpec,
  model: ModelSpec,
  shape: LayerShape,
  balanced: LayerShape,
): { readonly own: LayerCosts; readonly least: LayerCosts } {
  const parts = modelParts(model, shape);
  const { alone } = situations(device, 0, false);
  const clocked = atOwnClock(device, parts, alone);
  const held = balanced === shape ? parts : modelParts(model, balanced);
  const { length } = layerKinds(model);
  const costs = (situation: Situation): LayerCosts => {
    const seconds = held.map(({ operations }) => total(device, operations, situation));
    const [embedding = 0, head = 0, mtpProjection = 0] = seconds.slice(length);
    return costsOf(model, seconds.slice(0, length), { embedding, head, mtpProjection });
  };
  return { own: costs(clocked), least: costs({ ...alone, tensorShare: 0 }) };
}

function total(device: DeviceSpec, operations: readonly LayerOperation[], situation: Situation): number {
  let seconds = 0;
  for (const operation of operations) seconds += operationSeconds(device, operation, situation);
  return seconds;
}

/** Of layers and ends as they are priced, at the pace of their host. */
export function pricedCosts(model: ModelSpec, priced: PricedModel): LayerCosts {
  const all = (times: PhaseTimes): number => times.forward + times.backwardInput + times.backwardWeight;
  const { layers, keptLayers = layers } = priced;
  return costsOf(model, keptLayers.map(layerCost), {
    embedding: all(priced.embedding),
    head: all(priced.head),
    mtpProjection: all(priced.mtpProjection),
  });
}

function layerCost({ overlapped, repeatsForward }: PricedLayer): number {
  const forward = overlapped.attentionForward + at(overlapped.mlpForward, 1);
  const repeated = repeatedAttention(overlapped) + at(repeatedMlp(overlapped), 1);
  return (
    (repeatsForward === true ? forward + repeated : forward) +
    overlapped.attentionBackward +
    overlapped.attentionWeight +
    at(overlapped.mlpBackward, 1) +
    at(overlapped.mlpWeight, 1)
  );
}

type EndCosts = Readonly<Record<'embedding' | 'head' | 'mtpProjection', number>>;

const costsOf = (
  model: ModelSpec,
  kinds: readonly number[],
  { embedding, head, mtpProjection }: EndCosts,
): LayerCosts => ({
  kinds,
  embedding,
  head,
  mtp: (kinds[mtpLayerKind(model).index] ?? 0) + head + mtpProjection,
});
