/**
 * Routing imbalance: how many tokens each GPU of an expert group receives, relative to the mean.
 *
 * Expert loads of trained MoE models (DeepSeek-V2-Lite, OLMoE, Mixtral, DeepSeek-R1; docs/model/step.md) show
 *  - a GPU with n experts varies 1/sqrt(n) as much as one expert: expert numbers carry no structure;
 *  - the load vectors of two layers are uncorrelated;
 *  - within one data mixture the same GPU stays hot: the load vector of a layer correlates .91 to .99 between
 *    windows of tokens, and what varies between windows shrinks with their length;
 *  - the tail is heavier than a normal one: log-normal.
 * So the load of (micro-batch m, layer l, GPU g) is
 *
 *   load = exp(s_p z_p(l, g) + s_w z_w(m, l, g)), normalized to mean one over the GPUs of each (m, l),
 *
 * with z standard normal: z_p is drawn once and is the same in every micro-batch and every expert group,
 * whose GPUs hold the same experts; z_w is drawn for each micro-batch of each group.
 */
import { RandomStream, exp, invariant, log } from '@railyard/base';

/**
 * Distinct vectors of z_w drawn; a (micro-batch, layer) takes one of them, rotated by whole nodes. Groups
 * share them, so that which vectors there are tells no group from another: they differ by what each takes
 * where, as they would with a vector for each place (docs/model/step.md has the figures).
 */
const POOL = 128;

export interface ExpertLoadSpread {
  /** Coefficient of variation of a GPU's load that stays from micro-batch to micro-batch. */
  readonly persistent: number;
  /** Coefficient of variation between micro-batches. */
  readonly window: number;
}

export interface RoutingShape {
  readonly gpus: number;
  readonly gpusPerNode: number;
  readonly microBatches: number;
  readonly layers: number;
}

/** What the groups of a job share. */
export interface SharedLoads {
  /** [layers x gpus] exp(s_p z_p), mean one over each layer. */
  readonly persistent: Float64Array;
  /** [POOL x gpus] exp(s_w z_w); one vector of ones where nothing varies between micro-batches. */
  readonly window: Float64Array;
}

export interface RoutingImbalance extends SharedLoads {
  readonly gpus: number;
  readonly layers: number;
  /** [micro-batches x layers] vector of the pool, and its rotation in GPUs, a multiple of the node's size. */
  readonly vector: Int32Array;
  readonly rotation: Int32Array;
  /** [micro-batches x layers] one over the mean of the products: every token goes somewhere. */
  readonly scale: Float64Array;
  /** [micro-batches x layers] load of the fullest GPU, and mean load of the GPUs of the fullest node. */
  readonly hottestGpu: Float64Array;
  readonly hottestNode: Float64Array;
}

/**
 * Draws what the expert groups of one seed share.
 * @param seed of the experiment
 */
export function drawSharedLoads(
  seed: number,
  { persistent, window }: ExpertLoadSpread,
  { gpus, layers }: Pick<RoutingShape, 'gpus' | 'layers'>,
): SharedLoads {
  invariant(
    persistent >= 0 && window >= 0 && gpus >= 1,
    'spreads are coefficients of variation of a group of GPUs',
    { persistent, window, gpus },
  );
  return {
    persistent: normalized(logNormal(seed, 'persistent', persistent, layers * gpus), gpus),
    window: window === 0 ? new Float64Array(gpus).fill(1) : logNormal(seed, 'window', window, POOL * gpus),
  };
}

/** Draws the loads of expert group `group` over micro-batches and layers. */
export function drawImbalance(
  seed: number,
  spread: ExpertLoadSpread,
  shape: RoutingShape,
  group = 0,
  shared = drawSharedLoads(seed, spread, shape),
): RoutingImbalance {
  const { gpus, layers, microBatches } = shape;
  const nodeSize = Math.min(shape.gpusPerNode, gpus);
  const places = microBatches * layers;
  const routing = {
    gpus,
    layers,
    ...shared,
    ...(spread.window === 0
      ? { vector: new Int32Array(places), rotation: new Int32Array(places) }
      : drawPlaces(streamOf(seed, `places/${group}`), places, Math.floor(gpus / nodeSize))),
    scale: new Float64Array(places),
    hottestGpu: new Float64Array(places),
    hottestNode: new Float64Array(places),
  };
  for (let place = 0; place < routing.vector.length; place += 1) {
    routing.rotation[place] *= nodeSize;
    summarize(routing, place, nodeSize);
  }
  return routing;
}

const streamOf = (seed: number, name: string): RandomStream =>
  new RandomStream(seed, `experts/imbalance/${name}`);

/** Draws of mean one whose standard deviation is `variation`. */
function logNormal(seed: number, name: string, variation: number, count: number): Float64Array {
  const draws = new Float64Array(count);
  if (variation === 0) return draws.fill(1);
  const variance = log(1 + variation * variation);
  const deviation = Math.sqrt(variance);
  const normals = keptNormals(seed, name, count);
  for (let i = 0; i < count; i += 1) draws[i] = exp(deviation * normals[i] - variance / 2);
  return draws;
}

/** Of all that is kept: 8 MiB. */
const MOST_NORMALS = 1 << 20;
const kept = new Map<string, Float64Array>();
let keptCount = 0;

/**
 * Standard normal draws. Runs of one seed draw the same, whatever else changes between them: a job that is
 * changed key by key, the points of a sweep.
 */
function keptNormals(seed: number, name: string, count: number): Float64Array {
  const key = `${seed}/${name}/${count}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const stream = streamOf(seed, name);
  const normals = new Float64Array(count);
  for (let i = 0; i < count; i += 1) normals[i] = stream.normal();
  if (keptCount + count > MOST_NORMALS) {
    kept.clear();
    keptCount = 0;
  }
  kept.set(key, normals);
  keptCount += count;
  return normals;
}

/** Divides each run of `size` values by its mean. */
function normalized(values: Float64Array, size: number): Float64Array {
  for (let first = 0; first < values.length; first += size) {
    const run = values.subarray(first, first + size);
    let sum = 0;
    for (const value of run) sum += value;
    for (let i = 0; i < size; i += 1) run[i] *= size / sum;
  }
  return values;
}

function drawPlaces(
  stream: RandomStream,
  count: number,
  nodes: number,
): { readonly vector: Int32Array; readonly rotation: Int32Array } {
  const vector = new Int32Array(count);
  const rotation = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const word = stream.nextUint32();
    vector[i] = word % POOL;
    rotation[i] = (word >>> 16) % nodes;
  }
  return { vector, rotation };
}

/** Fills in the scale and the fullest GPU and node of one (micro-batch, layer). */
function summarize(routing: RoutingImbalance, place: number, nodeSize: number): void {
  const { gpus, layers, persistent, window, vector, rotation } = routing;
  const own = (place % layers) * gpus;
  const drawn = vector[place] * gpus;
  const end = drawn + gpus;
  let from = drawn + rotation[place];
  let [sum, fullest, fullestNode] = [0, 0, 0];
  for (let g = 0; g < gpus; g += nodeSize) {
    const last = Math.min(gpus, g + nodeSize);
    let node = 0;
    for (let i = g; i < last; i += 1) {
      if (from === end) from = drawn;
      const load = persistent[own + i] * window[from];
      from += 1;
      sum += load;
      node += load;
      fullest = Math.max(fullest, load);
    }
    fullestNode = Math.max(fullestNode, node);
  }
  const scale = gpus / sum;
  routing.scale[place] = scale;
  routing.hottestGpu[place] = fullest * scale;
  routing.hottestNode[place] = (fullestNode / nodeSize) * scale;
}

/** Writes each GPU's load relative to the mean into `out` (length `gpus`). */
export function expertLoads(
  routing: RoutingImbalance,
  microBatch: number,
  layer: number,
  out: Float64Array,
): void {
  const { gpus, persistent, window } = routing;
  const place = microBatch * routing.layers + layer;
  const scale = routing.scale[place];
  const own = layer * gpus;
  const drawn = routing.vector[place] * gpus;
  const turn = routing.rotation[place];
  const unturned = gpus - turn;
  for (let g = 0; g < unturned; g += 1) out[g] = persistent[own + g] * window[drawn + turn + g] * scale;
  for (let g = unturned; g < gpus; g += 1)
    out[g] = persistent[own + g] * window[drawn + g - unturned] * scale;
}

/** Load of the fullest GPU: the largest of `expertLoads`. */
export const hottestGpuLoad = (routing: RoutingImbalance, microBatch: number, layer: number): number =>
  routing.hottestGpu[microBatch * routing.layers + layer];

/** Load of the fullest node relative to the mean: what the slowest NICs of the group see. */
export const hottestNodeLoad = (routing: RoutingImbalance, microBatch: number, layer: number): number =>
  routing.hottestNode[microBatch * routing.layers + layer];
