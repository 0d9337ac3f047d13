/**
 * What splitting matrices over tensor ranks adds to a layer's sections: a gather before the first product of
 * a block and a scatter after its last, forward and backward. They stand between the kernels, or each runs
 * beside its product, which is then cut into as many pieces as there are ranks: a piece is computed while the
 * next one comes (or the one before leaves), with fewer SMs and on contended memory (Transformer Engine's
 * user buffers; PyTorch's asynchronous tensor parallelism).
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
  isRouted,
  layerOperations,
  splitBlocks,
} from '../model/index.js';
import { besideCollective, concurrentSeconds } from './concurrent.js';
import { operationSeconds } from './operation-seconds.js';
import { type LoadedTime, type PhaseTimes, type SectionTimes, at } from './section-times.js';
import { type Situation } from './situation.js';

/** Collectives of a tensor group for one block and pass; seconds with nothing beside them. */
interface TensorTimes {
  readonly gather: number;
  readonly scatter: number;
}

/** What a layer's tensor groups cost; `expertTensor` is that of the ranks that split experts. */
export interface TensorCommunication {
  /** Of one block and pass where the collectives stand between kernels; 0 without tensor parallelism. */
  readonly tensorSeconds: number;
  /** Both of a block and pass; an all-reduce of its output is its scatter. For traces. */
  readonly tensorCollectives?: TensorTimes;
  /** Present where they run beside their products. */
  readonly tensorOverlap?: TensorTimes;
  /** By the rows that a rank receives; absent where no experts are split. */
  readonly expertTensor?: LoadedTime;
}

/** Seconds that a block takes longer in a pass, and the part of them without computation. */
interface Added {
  readonly seconds: number;
  readonly exposed: number;
}

export interface TensorAddition {
  readonly mixer: { readonly forward: Added; readonly backward: Added };
  readonly ffn: { readonly forward: Added; readonly backward: Added };
  readonly experts: LoadedTime;
}

const NONE: LoadedTime = { fixed: 0, perLoad: 0 };

export function tensorAddition(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  situation: Situation,
  { tensorSeconds, tensorOverlap, expertTensor = NONE }: TensorCommunication,
): TensorAddition {
  const split = splitBlocks(kind);
  const forward = tensorOverlap === undefined ? [] : layerOperations(model, kind, shape);
  const backward = tensorOverlap === undefined ? [] : backwardInputOperations(model, kind, shape);
  const added = (
    isSplit: boolean,
    operations: readonly LayerOperation[],
    section: OperationSection,
  ): Added => {
    if (!isSplit) return { seconds: 0, exposed: 0 };
    if (tensorOverlap === undefined) return { seconds: tensorSeconds, exposed: tensorSeconds };
    return besideProducts(
      device,
      productsOf(operations, section),
      situation,
      shape.tensorParallel,
      tensorOverlap,
    );
  };
  const passes = (isSplit: boolean, section: OperationSection) => ({
    forward: added(isSplit, forward, section),
    backward: added(isSplit, backward, section),
  });
  return {
    mixer: passes(split.mixer, 'attention'),
    ffn: passes(split.ffn, 'mlp'),
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

function besideProducts(
  device: DeviceSpec,
  products: readonly GemmOperation[],
  situation: Situation,
  ranks: number,
  { gather, scatter }: TensorTimes,
): Added {
  const [first, last] = [products[0], products.at(-1)];
  const ends = [
    inPieces(device, first, situation, ranks, gather),
    inPieces(device, last, situation, ranks, scatter),
  ];
  return {
    seconds: ends.reduce((sum, { seconds }) => sum + seconds, 0),
    exposed: ends.reduce((sum, { exposed }) => sum + exposed, 0),
  };
}

/** A product in `ranks` pieces, all but one of which have a hop of the collective beside them. */
function inPieces(
  device: DeviceSpec,
  product: GemmOperation | undefined,
  situation: Situation,
  ranks: number,
  wire: number,
): Added {
  if (product === undefined) return { seconds: wire, exposed: wire };
  const piece = { ...product, m: product.m / ranks };
  const alone = operationSeconds(device, piece, situation);
  const both = concurrentSeconds(
    alone,
    operationSeconds(device, piece, besideCollective(situation)),
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
