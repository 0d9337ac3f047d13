/**
 * Routing imbalance. In micro-batch m and layer l, GPU g of an expert group receives `1 + imbalance * I_m *
 * z_g` times the mean load: z is standard normal over GPUs and layers, and the intensity I_m is common to all
 * layers of a micro-batch.
 *
 * Why a common intensity: experts specialise by domain (code, mathematics, languages), so how far a
 * micro-batch is from the corpus mean decides how unbalanced every layer finds it. That distance is the norm
 * of a mean over D independent domain coordinates: a chi distribution with D degrees of freedom, scaled to
 * unit mean square. `imbalance` is thus the coefficient of variation of one GPU's load, the one free
 * parameter; D is assumed.
 *
 * Draws are counter-based: the load of (m, l, g) does not depend on the order in which it is asked for.
 */
import { type Constant, RandomStream, assumed, invariant } from '@railyard/base';

/**
 * Degrees of freedom of the intensity. Four broad domains of a pre-training corpus: text, other languages,
 * code, mathematics.
 */
export const CORPUS_DOMAINS: Constant = assumed(
  4,
  'domains',
  'broad domains of a pre-training corpus along which experts specialise; sensitivity in docs/model/step.md',
);

/** Distinct load vectors drawn; a (micro-batch, layer) takes one of them, rotated by whole nodes. */
const POOL = 512;

export interface RoutingImbalance {
  readonly gpus: number;
  /** Intensity times the coefficient of variation, for each micro-batch. */
  readonly spread: Float64Array;
  /** Deviations z of the pool, `POOL * gpus`, mean zero over each vector. */
  readonly deviations: Float64Array;
  /** Largest deviation of a GPU, for each vector of the pool. */
  readonly hottestGpu: Float64Array;
  /** Largest mean deviation of a node, for each vector of the pool: what its NICs see. */
  readonly hottestNode: Float64Array;
  /** Pool vector of (micro-batch, layer): `microBatch * layers + layer`. */
  readonly vector: Int32Array;
  /** Rotation, in GPUs, a multiple of the node's size, of (micro-batch, layer). */
  readonly rotation: Int32Array;
  readonly layers: number;
}

/** Draws the loads of one expert group of `gpus` GPUs over `microBatches` x `layers`. */
export function drawImbalance(
  seed: number,
  imbalance: number,
  shape: {
    readonly gpus: number;
    readonly gpusPerNode: number;
    readonly microBatches: number;
    readonly layers: number;
  },
): RoutingImbalance {
  const { gpus, microBatches, layers } = shape;
  invariant(imbalance >= 0 && gpus >= 1, 'imbalance is a coefficient of variation', { imbalance, gpus });
  const nodeSize = Math.min(shape.gpusPerNode, gpus);
  const stream = new RandomStream(seed, 'experts/imbalance');
  const deviations = drawDeviations(stream.child('deviations'), gpus);
  const vector = new Int32Array(microBatches * layers);
  const rotation = new Int32Array(microBatches * layers);
  const places = stream.child('places');
  const nodes = Math.max(1, Math.floor(gpus / nodeSize));
  for (let i = 0; i < vector.length; i += 1) {
    const word = places.nextUint32();
    vector[i] = word % POOL;
    rotation[i] = ((word >>> 16) % nodes) * nodeSize;
  }
  return {
    gpus,
    layers,
    spread: drawSpread(stream.child('intensity'), imbalance, microBatches),
    deviations,
    hottestGpu: hottest(deviations, gpus, 1),
    hottestNode: hottest(deviations, gpus, nodeSize),
    vector,
    rotation,
  };
}

function drawSpread(stream: RandomStream, imbalance: number, microBatches: number): Float64Array {
  const domains = CORPUS_DOMAINS.value;
  const spread = new Float64Array(microBatches);
  for (let m = 0; m < microBatches; m += 1) {
    let squares = 0;
    for (let d = 0; d < domains; d += 1) {
      const z = stream.normal();
      squares += z * z;
    }
    spread[m] = imbalance * Math.sqrt(squares / domains);
  }
  return spread;
}

/** A group's loads have mean one by definition (every token goes somewhere), so each vector is centred. */
function drawDeviations(stream: RandomStream, gpus: number): Float64Array {
  const deviations = new Float64Array(POOL * gpus);
  for (let v = 0; v < POOL; v += 1) {
    let mean = 0;
    for (let g = 0; g < gpus; g += 1) {
      const z = stream.normal();
      deviations[v * gpus + g] = z;
      mean += z / gpus;
    }
    for (let g = 0; g < gpus; g += 1) deviations[v * gpus + g] -= mean;
  }
  return deviations;
}

/** [vectors] the largest mean deviation of neighbours, so many at a time. */
function hottest(deviations: Float64Array, gpus: number, together: number): Float64Array {
  const hottestOf = new Float64Array(POOL);
  for (let v = 0; v < POOL; v += 1) {
    let worst = -Infinity;
    for (let first = 0; first < gpus; first += together) {
      let sum = 0;
      for (let g = first; g < first + together && g < gpus; g += 1) sum += deviations[v * gpus + g];
      worst = Math.max(worst, sum / together);
    }
    hottestOf[v] = worst;
  }
  return hottestOf;
}

/** Writes each GPU's load relative to the mean into `out` (length `gpus`); never below zero. */
export function expertLoads(
  routing: RoutingImbalance,
  microBatch: number,
  layer: number,
  out: Float64Array,
): void {
  const { gpus, deviations } = routing;
  const spread = routing.spread[microBatch];
  const place = microBatch * routing.layers + layer;
  const base = routing.vector[place] * gpus;
  const rotation = routing.rotation[place];
  const wrap = gpus - rotation;
  for (let g = 0; g < wrap; g += 1) out[g] = loadOf(spread, deviations[base + rotation + g]);
  for (let g = wrap; g < gpus; g += 1) out[g] = loadOf(spread, deviations[base + g - wrap]);
}

/** A GPU receives no fewer than no tokens. */
function loadOf(spread: number, deviation: number): number {
  const load = 1 + spread * deviation;
  return load > 0 ? load : 0;
}

/** Load of the fullest GPU: the largest of `expertLoads`. */
export function hottestGpuLoad(routing: RoutingImbalance, microBatch: number, layer: number): number {
  return loadOf(
    routing.spread[microBatch],
    routing.hottestGpu[routing.vector[microBatch * routing.layers + layer]],
  );
}

/** Load of the fullest node relative to the mean: what the slowest NICs of the group see. */
export function hottestNodeLoad(routing: RoutingImbalance, microBatch: number, layer: number): number {
  return (
    1 + routing.spread[microBatch] * routing.hottestNode[routing.vector[microBatch * routing.layers + layer]]
  );
}
