/**
 * From a model's operations to the times of its layers and ends: prices every operation once, and adds them
 * up per section.
 */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  type OperationSection,
  backwardInputOperations,
  backwardWeightOperations,
  isRouted,
  layerOperations,
  repeatedOperations,
} from '../model/index.js';
import { KeptByShape } from './kept-by-shape.js';
import { operationSeconds } from './operation-seconds.js';
import { type LoadedTime, type PhaseTimes, type SectionTimes } from './section-times.js';
import { type Situation } from './situation.js';
import { type EDGE_PASSES } from './tensor-share.js';

/** Load at which the slope of the expert sections is taken: within what imbalance reaches. */
const PROBE_LOAD = 1.25;

/**
 * The six sections of one layer in one situation; dense layers have no slope. What is repeated with dispatch
 * and combine is not in those of the backward: the forward's own sections, or `repeated` where it is less.
 */
export function sectionTimes(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  situation: Situation,
): SectionTimes {
  const { persistentSms, freeSms, contended, tensorShare, plansWhole } = situation;
  const situated = `${persistentSms} ${freeSms} ${contended} ${tensorShare} ${plansWhole}`;
  const known = keptSections.of(device, model, shape);
  const key = `${kind.index} ${situated}`;
  let times = known.get(key);
  if (times === undefined) known.set(key, (times = pricedSections(device, model, kind, shape, situation)));
  return times;
}

/** Layouts that differ in what they send have the same operations. */
const keptSections = new KeptByShape<SectionTimes>();

function pricedSections(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  situation: Situation,
): SectionTimes {
  const seconds = (loaded: LayerShape, operations: OperationsOf, section: OperationSection) => {
    const ahead = aheadOf(model, kind, loaded);
    return total(
      device,
      operations(model, kind, loaded),
      situation,
      (operation) => operation.section === section && (operations === repeatedAhead || !ahead.has(operation)),
    );
  };
  const fuller = fullerShape(shape);
  const mlp = (operations: OperationsOf): LoadedTime => {
    const balanced = seconds(shape, operations, 'mlp');
    if (!isRouted(kind)) return { fixed: balanced, perLoad: 0 };
    const perLoad = (seconds(fuller, operations, 'mlp') - balanced) / (PROBE_LOAD - 1);
    return { fixed: balanced - perLoad, perLoad };
  };
  return {
    attentionForward: seconds(shape, layerOperations, 'attention'),
    attentionBackward: seconds(shape, backwardInputOperations, 'attention'),
    attentionWeight: seconds(shape, backwardWeightOperations, 'attention'),
    mlpForward: mlp(layerOperations),
    mlpBackward: mlp(backwardInputOperations),
    mlpWeight: mlp(backwardWeightOperations),
    ...(shape.recompute === 'full' || repeatedAhead(model, kind, shape).length === 0
      ? {}
      : { repeated: { attention: seconds(shape, repeatedAhead, 'attention'), mlp: mlp(repeatedAhead) } }),
  };
}

type OperationsOf = typeof layerOperations;

/** What a layer repeats before its backward, with dispatch and combine. */
export const repeatedAhead: OperationsOf = (model, kind, shape) =>
  repeatedOperations(model, kind, shape).withExchange;

const aheads = new WeakMap<readonly LayerOperation[], ReadonlySet<LayerOperation>>();

function aheadOf(...of: Parameters<OperationsOf>): ReadonlySet<LayerOperation> {
  const operations = repeatedAhead(...of);
  let known = aheads.get(operations);
  if (known === undefined) aheads.set(operations, (known = new Set(operations)));
  return known;
}

const fullerShapes = new WeakMap<LayerShape, LayerShape>();

/** At the load of the slope: of each shape one, whose operations are kept with it. */
function fullerShape(shape: LayerShape): LayerShape {
  const known = fullerShapes.get(shape);
  if (known !== undefined) return known;
  const fuller = withLoad(shape, PROBE_LOAD);
  fullerShapes.set(shape, fuller);
  return fuller;
}

/** The same layer when its experts receive `load` times the mean. */
export function withLoad(shape: LayerShape, load: number): LayerShape {
  return { ...shape, expertRows: shape.expertRows * load, receivedTokens: shape.receivedTokens * load };
}

/** One of a model's ends, or what joins a module to it: `of` gives its work in a pass. */
export function edgeTimes(
  device: DeviceSpec,
  of: (pass: (typeof EDGE_PASSES)[number]) => readonly LayerOperation[],
  situation: Situation,
): PhaseTimes {
  return {
    forward: total(device, of('forward'), situation),
    backwardInput: total(device, of('backward-input'), situation),
    backwardWeight: total(device, of('backward-weight'), situation),
  };
}

export function addPhases(...times: readonly PhaseTimes[]): PhaseTimes {
  return times.reduce(
    (sum, one) => ({
      forward: sum.forward + one.forward,
      backwardInput: sum.backwardInput + one.backwardInput,
      backwardWeight: sum.backwardWeight + one.backwardWeight,
    }),
    { forward: 0, backwardInput: 0, backwardWeight: 0 },
  );
}

function total(
  device: DeviceSpec,
  operations: readonly LayerOperation[],
  situation: Situation,
  counts: (operation: LayerOperation) => boolean = () => true,
): number {
  let seconds = 0;
  for (const operation of operations)
    if (counts(operation)) seconds += operationSeconds(device, operation, situation);
  return seconds;
}
