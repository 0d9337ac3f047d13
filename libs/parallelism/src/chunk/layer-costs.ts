/**
 * Which layers stages hold, and what they are balanced by: all that a micro-batch computes in each part of a
 * model, on a device that does nothing else, experts in balance. Communication is not counted, so layouts
 * that hand a GPU the same layers deal them out alike, and memory is known before anything is routed.
 */
import { type ClusterSpec, type DeviceSpec } from '@railyard/cluster';
import { type LayerShape, type ModelSpec, layerKinds, mtpLayerKind } from '../model/index.js';
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
import { alonePrices } from './alone-prices.js';
import { KeptByShape } from './kept-by-shape.js';
import { type PricedLayer, type PricedModel, priceModel } from './price-model.js';
import { type PhaseTimes, at, repeatedAttention, repeatedMlp } from './section-times.js';
import { situations } from './situation.js';
import { partsByPass } from './tensor-share.js';

/** Costs of a shape's layers, and the stages that they were dealt out to. */
interface KeptCosts {
  readonly costs: LayerCosts;
  /** No situation of a device takes less: by the SMs that exchanges leave. */
  readonly least: Map<number, LayerCosts>;
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

/**
 * What each part of a model takes at least: at full clock, with no collective that moves data alongside.
 * Exchanges of experts hold their SMs all along.
 */
export function leastCosts(cluster: ClusterSpec, workload: WorkloadSpec, shape: LayerShape): LayerCosts {
  const { device } = cluster;
  const { model, parallelism, communication } = workload;
  const { least } = keptCosts(cluster, workload, shape);
  const exchanges = model.moe !== undefined && parallelism.expert > 1;
  const { sms, coprocessor } = communication;
  const { persistentSms } = situations(device, sms, exchanges, coprocessor).alone;
  let costs = least.get(persistentSms);
  if (costs === undefined) {
    const prices = alonePrices(device, shape);
    const parts = partsByPass(model, balancedShape(workload, shape));
    costs = costsOfParts(
      model,
      parts.map((part) => prices.least(part, persistentSms)),
    );
    least.set(persistentSms, costs);
  }
  return costs;
}

/** A layer behind a block that is recomputed keeps all. */
const balancedShape = (workload: WorkloadSpec, shape: LayerShape): LayerShape =>
  layersOfBlock(workload) === Infinity ? shape : keptShape(shape);

function keptCosts(cluster: ClusterSpec, workload: WorkloadSpec, shape: LayerShape): KeptCosts {
  const { device } = cluster;
  const { model } = workload;
  const balanced = balancedShape(workload, shape);
  const ofShape = kept.of(device, model, shape);
  const key = balanced === shape ? 'all' : 'block';
  let known = ofShape.get(key);
  if (known !== undefined) return known;
  const costs = isLaunchedByHost(shape.software)
    ? pricedCosts(model, priceModel(cluster, workload, shape, { tensorSeconds: 0 }))
    : deviceCosts(device, model, shape, balanced);
  ofShape.set(key, (known = { costs, least: new Map(), assignments: new Map() }));
  return known;
}

/** A device that is never late takes the sum of operations, at the clock of the model. */
function deviceCosts(
  device: DeviceSpec,
  model: ModelSpec,
  shape: LayerShape,
  balanced: LayerShape,
): LayerCosts {
  const parts = partsByPass(model, shape);
  const held = balanced === shape ? parts : partsByPass(model, balanced);
  const prices = alonePrices(device, shape);
  const clocked = prices.atOwnClock(parts);
  return costsOfParts(
    model,
    held.map((part) => prices.total(part, clocked)),
  );
}

/** Of layers and ends as they are priced, at the pace of their host. */
export function pricedCosts(model: ModelSpec, priced: PricedModel): LayerCosts {
  const all = (times: PhaseTimes): number => times.forward + times.backwardInput + times.backwardWeight;
  const { layers, keptLayers = layers } = priced;
  return costsOf(model, keptLayers.map(layerCost), [
    all(priced.embedding),
    all(priced.head),
    all(priced.mtpProjection),
  ]);
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

/** @param seconds of the model's kinds of layers, then of its ends */
function costsOfParts(model: ModelSpec, seconds: readonly number[]): LayerCosts {
  const { length } = layerKinds(model);
  return costsOf(model, seconds.slice(0, length), seconds.slice(length));
}

/** @param ends embedding, head and what joins MTP modules */
function costsOf(model: ModelSpec, kinds: readonly number[], ends: readonly number[]): LayerCosts {
  const [embedding = 0, head = 0, mtpProjection = 0] = ends;
  const mtp = (kinds[mtpLayerKind(model).index] ?? 0) + head + mtpProjection;
  return { kinds, embedding, head, mtp };
}
