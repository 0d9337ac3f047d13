/**
 * Operations of one transformer layer on one GPU, by pass, without communication. Matrix shapes follow from
 * the model; the memory-bound operations are those seen in DeepSeek's public training profile
 * (deepseek-ai/profile-data, train.json), each with the bytes it must move.
 */
import { ffnOperations } from './ffn-operations.js';
import { fineGrainedStreams, followsFineGrainedRecipe } from './fine-grained-streams.js';
import { type LayerKind } from './layer-kinds.js';
import { type LayerShape, residualTokens } from './layer-shape.js';
import { mixerOperations } from './mixer-operations.js';
import { type ModelSpec } from './model-spec.js';
import { type LayerOperation, type OperationPass, type OperationSection } from './operation.js';
import { type OperationPart, layerNorm, residualAdd } from './operation-part.js';
import { ofElements } from './quantization.js';
import { type RepeatedOperations, modulesOf, repeatedModules } from './recompute-modules.js';
import { linearTraits } from './linear-traits.js';
import { attentionKernels, withSoftware } from './software-operations.js';

/** Of one layer, whatever its backward repeats; what is there has been asked for. */
interface LayerWork {
  parts?: readonly OperationPart[];
  forward?: readonly LayerOperation[];
  inputGradients?: readonly LayerOperation[];
  backwardWeight?: readonly LayerOperation[];
}

/** With what the backward repeats. */
interface RepeatingWork {
  repeated?: RepeatedOperations;
  backwardInput?: readonly LayerOperation[];
}

/** A layer is priced in every situation of a GPU and with every value of an input: its work is made once. */
class Works<W> {
  private readonly known = new WeakMap<ModelSpec, WeakMap<LayerShape, Map<LayerKind, W>>>();

  constructor(private readonly make: () => W) {}

  of(model: ModelSpec, kind: LayerKind, shape: LayerShape): W {
    let ofModel = this.known.get(model);
    if (ofModel === undefined) this.known.set(model, (ofModel = new WeakMap()));
    let ofShape = ofModel.get(shape);
    if (ofShape === undefined) ofModel.set(shape, (ofShape = new Map()));
    let work = ofShape.get(kind);
    if (work === undefined) ofShape.set(kind, (work = this.make()));
    return work;
  }
}

const works = new Works<LayerWork>(() => ({}));
const repeatingWorks = new Works<RepeatingWork>(() => ({}));

const plainShapes = new WeakMap<LayerShape, LayerShape>();

/** @param plain equal to `shape` but for what the backward repeats: their forward and gradients are one */
export function sharesForward(shape: LayerShape, plain: LayerShape): void {
  plainShapes.set(shape, plain);
}

/** The shape whose forward and gradients those of `shape` are, the same objects. */
export const plainShapeOf = (shape: LayerShape): LayerShape => plainShapes.get(shape) ?? shape;

const workOf = (model: ModelSpec, kind: LayerKind, shape: LayerShape): LayerWork =>
  works.of(model, kind, plainShapeOf(shape));

/** Forward pass: section `attention` (norms, projections, core, router), then section `mlp`. */
export function layerOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): readonly LayerOperation[] {
  const work = workOf(model, kind, shape);
  return (work.forward ??= inOrder(
    ['attention', 'mlp'],
    passOperations(
      model,
      kind,
      shape,
      'forward',
      layerParts(model, kind, shape).flatMap((part) => part.forward),
    ),
  ));
}

/**
 * Input gradients: section `mlp`, then `attention`; each part starts with what `shape.recompute` makes it
 * repeat.
 */
export function backwardInputOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): readonly LayerOperation[] {
  const work = repeatingWorks.of(model, kind, shape);
  if (work.backwardInput !== undefined) return work.backwardInput;
  const { withExchange, inSections } = repeatedOperations(model, kind, shape);
  const gradients = inputGradients(model, kind, shape);
  work.backwardInput = inOrder(['mlp', 'attention'], [...withExchange, ...inSections, ...gradients]);
  return work.backwardInput;
}

function inputGradients(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly LayerOperation[] {
  const work = workOf(model, kind, shape);
  const gradients = (): readonly LayerOperation[] =>
    layerParts(model, kind, shape)
      .toReversed()
      .flatMap((part) => part.backwardInput);
  return (work.inputGradients ??= passOperations(model, kind, shape, 'backward-input', gradients()));
}

const NOTHING: RepeatedOperations = { withExchange: [], inSections: [] };

/**
 * What the backward repeats of the forward. Operations that dispatch and combine stand between run before the
 * backward, as a forward does: all of a layer, or those of its experts.
 */
export function repeatedOperations(model: ModelSpec, kind: LayerKind, shape: LayerShape): RepeatedOperations {
  const work = repeatingWorks.of(model, kind, shape);
  return (work.repeated ??= repeatedBy(model, kind, shape));
}

function repeatedBy(model: ModelSpec, kind: LayerKind, shape: LayerShape): RepeatedOperations {
  switch (shape.recompute) {
    case 'none':
      return NOTHING;
    case 'selective':
      return modulesOf(shape) === undefined
        ? { ...NOTHING, inSections: repeatedSelectively(model, kind, shape) }
        : repeatedByModules(model, kind, shape);
    case 'full':
      return { ...NOTHING, withExchange: layerOperations(model, kind, shape).map(again) };
  }
}

const again = (operation: LayerOperation): LayerOperation => ({ ...operation, pass: 'recompute' });

/** Modules are chosen among the parts' own operations, or among those of the fine-grained recipe. */
function repeatedByModules(model: ModelSpec, kind: LayerKind, shape: LayerShape): RepeatedOperations {
  const parts = layerParts(model, kind, shape).toReversed();
  const cheap = parts.flatMap((part) => part.recompute);
  if (followsFineGrainedRecipe(model, kind, shape))
    return repeatedModules(
      kind,
      shape,
      layerOperations(model, kind, shape),
      passOperations(model, kind, shape, 'recompute', cheap),
    );
  const forward = layerParts(model, kind, shape).flatMap((part) => part.forward);
  const { withExchange, inSections } = repeatedModules(kind, shape, forward, cheap);
  const launched = (operations: readonly LayerOperation[]): readonly LayerOperation[] =>
    passOperations(model, kind, shape, 'recompute', operations);
  return { withExchange: launched(withExchange), inSections: launched(inSections) };
}

/** As the software level does it (software/software-spec.ts). */
function repeatedSelectively(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): readonly LayerOperation[] {
  const parts = layerParts(model, kind, shape).toReversed();
  const { selective = 'cheap-parts' } = shape.software ?? {};
  if (selective === 'cheap-parts') {
    const cheap = parts.flatMap((part) => part.recompute);
    return passOperations(model, kind, shape, 'recompute', cheap);
  }
  let products = 0;
  return layerOperations(model, kind, shape)
    .filter(({ kind: of }) => {
      // Grouped products are not among the outputs that torchtitan saves.
      if (of === 'gemm') products += 1;
      return of !== 'attention' && (of !== 'gemm' || products % 2 === 0);
    })
    .map(again);
}

/** Weight gradients: section `mlp`, then `attention`. */
export function backwardWeightOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
): readonly LayerOperation[] {
  const work = workOf(model, kind, shape);
  if (work.backwardWeight !== undefined) return work.backwardWeight;
  const parts = layerParts(model, kind, shape).toReversed();
  return (work.backwardWeight = inOrder(
    ['mlp', 'attention'],
    passOperations(
      model,
      kind,
      shape,
      'backward-weight',
      parts.flatMap((part) => part.backwardWeight),
    ),
  ));
}

/**
 * The parts' own operations, or their matrices with the memory-bound operations of the fine-grained recipe.
 */
function passOperations(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  pass: OperationPass,
  generic: readonly LayerOperation[],
): readonly LayerOperation[] {
  if (!followsFineGrainedRecipe(model, kind, shape))
    return ofElements(shape.precision, asLaunched(model, kind, shape, generic));
  return [
    // The profile has no copies of an all-to-all.
    ...generic
      .filter(({ kind: what, name }) => what !== 'stream' || name.startsWith('copies'))
      .flatMap((operation) => attentionOf(operation, shape)),
    ...fineGrainedStreams(model, kind, shape, pass),
  ];
}

/** The kernel of the profile that the recipe is taken from, unless the document's software has another. */
function attentionOf(operation: LayerOperation, { software }: LayerShape): readonly LayerOperation[] {
  if (operation.kind !== 'attention') return [operation];
  const launched = software === undefined ? [operation] : attentionKernels(operation, software);
  return software?.attention === undefined
    ? launched.map((core) => ({ ...core, library: 'deepseek' as const }))
    : launched;
}

const asLaunched = (
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  operations: readonly LayerOperation[],
): readonly LayerOperation[] =>
  shape.software === undefined
    ? operations
    : withSoftware(operations, shape.software, linearTraits(model, kind, shape.tensorParallel));

function inOrder(
  sections: readonly OperationSection[],
  operations: readonly LayerOperation[],
): readonly LayerOperation[] {
  const ordered: LayerOperation[] = [];
  for (const section of sections)
    for (const operation of operations) if (operation.section === section) ordered.push(operation);
  return ordered;
}

export function operationsOfPass(
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  pass: Exclude<OperationPass, 'recompute'>,
): readonly LayerOperation[] {
  switch (pass) {
    case 'forward':
      return layerOperations(model, kind, shape);
    case 'backward-input':
      return backwardInputOperations(model, kind, shape);
    case 'backward-weight':
      return backwardWeightOperations(model, kind, shape);
  }
}

/** Mixer block and FFN block, each with its norms and its sum with the residual stream. */
function layerParts(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly OperationPart[] {
  const work = workOf(model, kind, shape);
  return (work.parts ??= [...mixerBlock(model, kind, shape), ...ffnBlock(model, kind, shape)]);
}

function mixerBlock(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly OperationPart[] {
  if (kind.mixer.kind === 'none') return [];
  const { before, after, residual } = blockEnds(model, 'attention', 'attention', shape);
  return [...before, mixerOperations(model, kind.mixer, shape), ...after, residual];
}

/** The gate belongs to the section before dispatch, and so does the norm before it. */
function ffnBlock(model: ModelSpec, kind: LayerKind, shape: LayerShape): readonly OperationPart[] {
  if (kind.ffn.kind === 'none') return [];
  const { before, after, residual } = blockEnds(model, 'ffn', 'mlp', shape);
  const normed = model.parallelBlock === true && kind.mixer.kind !== 'none' ? [] : before;
  return [...normed, ...ffnOperations(model, kind.ffn, shape), ...after, residual];
}

interface BlockEnds {
  readonly before: readonly OperationPart[];
  readonly after: readonly OperationPart[];
  readonly residual: OperationPart;
}

function blockEnds(
  model: ModelSpec,
  name: 'attention' | 'ffn',
  section: OperationSection,
  shape: LayerShape,
): BlockEnds {
  // Tensor ranks share norms and residuals among them (sequence parallelism).
  const rows = residualTokens(shape);
  const placement = model.normPlacement ?? 'pre';
  const norm = (suffix: string, of: OperationSection) =>
    layerNorm(model.norm ?? 'rmsnorm', `${name}-${suffix}`, of, rows, model.hidden);
  return {
    before: placement === 'post' ? [] : [norm('norm', 'attention')],
    after: placement === 'pre' ? [] : [norm('post-norm', section)],
    // Parallel streams are all read and written.
    residual: residualAdd(`${name}-residual`, section, rows * (model.residualStreams ?? 1), model.hidden),
  };
}
