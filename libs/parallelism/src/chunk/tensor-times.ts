/**
 * What splitting matrices over tensor ranks adds to a layer's sections: a gather before the first product of
 * a block and a scatter after its last, forward and backward. They stand between the kernels, or each runs
 * alongside its product, which is then cut into as many pieces as there are ranks: a piece is computed while
 * the next one comes (or the one before leaves), with fewer SMs and on contended memory (Transformer Engine's
 * user buffers; PyTorch's asynchronous tensor parallelism).
 *
 * A backward has another product to put a collective beside: the weight gradient of the block's first matrix
 * needs nothing of the scatter, and its input, of which each rank kept its share, is gathered again alongside
 * the input gradient (arXiv 2205.05198, section 4.2.2; Megatron Core, tensor_parallel/layers.py).
 */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type GemmOperation,
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  type OperationSection,
  backwardInputOperations,
  backwardWeightOperations,
  isRouted,
  layerOperations,
  splitBlocks,
} from '../model/index.js';
import { besideCollective, concurrentSeconds } from './concurrent.js';
import { operationSeconds } from './operation-seconds.js';
import { type LoadedTime, type PhaseTimes, type SectionTimes, at } from './section-times.js';
import { type Situation } from './situation.js';

/** Collectives of a sequence-parallel tensor group for one block; seconds with nothing alongside them. */
export interface TensorTimes {
  /** Of the input, forward. */
  readonly gather: number;
  /** Of the output's gradient, backward. */
  readonly gradientGather: number;
  readonly scatter: number;
  /** What runs alongside them: nothing, free products of a backward, or all products, in pieces forward. */
  readonly beside: 'nothing' | 'weights' | 'products';
}

/** What a layer's tensor groups cost; `expertTensor` is that of the ranks that split experts. */
export interface TensorCommunication {
  /** Of one block and pass, forward or backward, where all of it stands between kernels. */
  readonly tensorSeconds: number;
  /** Of groups that share the tokens: in place of `tensorSeconds`, which is else of an all-reduce. */
  readonly tensorTimes?: TensorTimes;
  /** The all-reduce of a backward has the weight gradient of the block's first matrix alongside it. */
  readonly reducesBesideWeights?: boolean;
  /** By the rows that a rank receives; absent where no experts are split. */
  readonly expertTensor?: LoadedTime;
}

/** Seconds that a block takes longer in a pass, and the part of them without computation. */
interface Added {
  readonly seconds: number;
  readonly exposed: number;
}

interface PassAdditions {
  readonly forward: Added;
  readonly backward: Added;
}

export interface TensorAddition {
  readonly mixer: PassAdditions;
  readonly ffn: PassAdditions;
  readonly experts: LoadedTime;
}

const NONE: LoadedTime = { fixed: 0, perLoad: 0 };
const NOTHING: Added = { seconds: 0, exposed: 0 };

export function tensorAddition(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  situation: Situation,
  { tensorSeconds, tensorTimes, reducesBesideWeights, expertTensor = NONE }: TensorCommunication,
): TensorAddition {
  const split = splitBlocks(kind);
  const add = (isSplit: boolean, section: OperationSection): PassAdditions => {
    if (!isSplit) return { forward: NOTHING, backward: NOTHING };
    const whole = exposed(tensorSeconds);
    const productsIn = (operations: typeof layerOperations): readonly GemmOperation[] =>
      productsOf(operations(model, kind, shape), section);
    if (tensorTimes === undefined) {
      if (reducesBesideWeights !== true) return { forward: whole, backward: whole };
      const free = productsIn(backwardWeightOperations).at(-1);
      return { forward: whole, backward: besideWhole(device, free, situation, tensorSeconds) };
    }
    const products = (operations: typeof layerOperations): readonly GemmOperation[] =>
      tensorTimes.beside === 'nothing' ? [] : productsIn(operations);
    return blockAdditions(device, situation, shape.tensorParallel, tensorTimes, {
      forward: products(layerOperations),
      input: products(backwardInputOperations),
      weight: products(backwardWeightOperations),
    });
  };
  return {
    mixer: add(split.mixer, 'attention'),
    ffn: add(split.ffn, 'mlp'),
    experts: isRouted(kind) ? expertTensor : NONE,
  };
}

/** The section's own products; the gate's and what is repeated are no ends of a block. */
const productsOf = (
  operations: readonly LayerOperation[],
  section: OperationSection,
): readonly GemmOperation[] =>
  operations.filter(
    (operation): operation is GemmOperation =>
      operation.kind === 'gemm' &&
      operation.section === section &&
      operation.pass !== 'recompute' &&
      operation.name !== 'router',
  );

/** A block's products in the order in which each pass runs them. */
interface BlockProducts {
  readonly forward: readonly GemmOperation[];
  readonly input: readonly GemmOperation[];
  readonly weight: readonly GemmOperation[];
}

function blockAdditions(
  device: DeviceSpec,
  situation: Situation,
  ranks: number,
  { gather, gradientGather, scatter, beside }: TensorTimes,
  { forward, input, weight }: BlockProducts,
): PassAdditions {
  const pieces = (product: GemmOperation | undefined, wire: number): Added =>
    beside === 'products' ? inPieces(device, product, situation, ranks, wire) : exposed(wire);
  const free = (product: GemmOperation | undefined, wire: number): Added =>
    besideWhole(device, product, situation, wire);
  return {
    forward: sum([pieces(forward[0], gather), pieces(forward.at(-1), scatter)]),
    backward:
      beside === 'nothing'
        ? exposed(gradientGather + scatter)
        : sum([pieces(input[0], gradientGather), free(input.at(-1), gather), free(weight.at(-1), scatter)]),
  };
}

const exposed = (seconds: number): Added => ({ seconds, exposed: seconds });

const sum = (parts: readonly Added[]): Added => ({
  seconds: parts.reduce((total, { seconds }) => total + seconds, 0),
  exposed: parts.reduce((total, part) => total + part.exposed, 0),
});

/** A product with a collective alongside it that neither gives it anything nor waits for it. */
function besideWhole(
  device: DeviceSpec,
  product: GemmOperation | undefined,
  situation: Situation,
  wire: number,
): Added {
  if (product === undefined) return exposed(wire);
  const alone = operationSeconds(device, product, situation);
  const slowed = operationSeconds(device, product, besideCollective(situation));
  const both = concurrentSeconds(alone, slowed, wire);
  return { seconds: both.seconds - alone, exposed: both.exposed };
}

/** A product in `ranks` pieces, all but one of which have a hop of the collective alongside them. */
function inPieces(
  device: DeviceSpec,
  product: GemmOperation | undefined,
  situation: Situation,
  ranks: number,
  wire: number,
): Added {
  if (product === undefined) return exposed(wire);
  const piece = { ...product, m: product.m / ranks };
  const alone = operationSeconds(device, piece, situation);
  const both = concurrentSeconds(
    alone,
    // Transformer Engine leaves the SMs of its user buffers out of its products' plans.
    operationSeconds(device, piece, besideCollective(situation, true)),
    wire / (ranks - 1),
  );
  return {
    seconds: alone + (ranks - 1) * both.seconds - operationSeconds(device, product, situation),
    exposed: (ranks - 1) * both.exposed,
  };
}

/** Tensor-parallel communication is part of the sections, on the critical path of its GPU. */
export function withTensor(sections: SectionTimes, { mixer, ffn, experts }: TensorAddition): SectionTimes {
  const longer = (time: LoadedTime, { seconds }: Added): LoadedTime => ({
    fixed: time.fixed + (seconds + experts.fixed),
    perLoad: time.perLoad + experts.perLoad,
  });
  return {
    ...sections,
    attentionForward: sections.attentionForward + mixer.forward.seconds,
    attentionBackward: sections.attentionBackward + mixer.backward.seconds,
    mlpForward: longer(sections.mlpForward, ffn.forward),
    mlpBackward: longer(sections.mlpBackward, ffn.backward),
  };
}

/** What of it computes nothing meanwhile, with balanced experts. */
export function exposedTensor({ mixer, ffn, experts }: TensorAddition): PhaseTimes {
  const split = at(experts, 1);
  return {
    forward: mixer.forward.exposed + (ffn.forward.exposed + split),
    backwardInput: mixer.backward.exposed + (ffn.backward.exposed + split),
    backwardWeight: 0,
  };
}
