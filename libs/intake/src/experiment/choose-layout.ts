/** A layout for a job whose files give none: the plainest that fits, of those that people would try. */
import { type ModelSpec, type ParameterCounts, parameterCounts } from '@railyard/parallelism';

export interface Layout {
  readonly gpus: number;
  readonly pipeline: number;
  readonly tensor: number;
  readonly expert: number;
  readonly recompute: 'none' | 'selective' | 'full';
}

/** What a file or the user has fixed already. */
export type FixedLayout = Partial<Layout>;

/** GPUs of a node; more are whole nodes. */
export const NODE = 8;
const MOST_GPUS = 4096;
const DEGREES = [1, 2, 4, 8, 16, 32, 64];

/**
 * Layouts in the order in which they are tried: fewest GPUs first, then the least pipeline and tensor
 * parallelism, experts over as few ranks as hold them, and recomputation last.
 * @param memory bytes of a device
 */
export function* layouts(model: ModelSpec, fixed: FixedLayout, memory: number): Generator<Layout> {
  const counts = parameterCounts(model);
  const sizes = fixed.gpus === undefined ? gpuCounts() : [fixed.gpus];
  const recomputes = fixed.recompute === undefined ? (['selective', 'full'] as const) : [fixed.recompute];
  for (const gpus of sizes)
    for (const pipeline of among(fixed.pipeline, [1, 2, 4, 8, 16]))
      for (const tensor of among(fixed.tensor, [1, 2, 4, 8]))
        for (const expert of among(fixed.expert, expertDegrees(model)))
          for (const recompute of recomputes) {
            const layout = { gpus, pipeline, tensor, expert, recompute };
            if (isPossible(model, layout) && leastState(counts, layout) <= memory) yield layout;
          }
}

/** Of all layouts the one whose mean GPU holds the least; the one that recomputes the most of these. */
export function leastLayout(model: ModelSpec, fixed: FixedLayout): Layout {
  const counts = parameterCounts(model);
  const plain: Layout = { gpus: NODE, pipeline: 1, tensor: 1, expert: 1, recompute: 'full', ...fixed };
  let least: { readonly layout: Layout; readonly state: number } = { layout: plain, state: Infinity };
  for (const layout of layouts(model, { ...fixed, gpus: plain.gpus }, Infinity)) {
    const state = leastState(counts, layout);
    if (state <= least.state) least = { layout, state };
  }
  return least.layout;
}

const among = (fixed: number | undefined, choices: readonly number[]): readonly number[] =>
  fixed === undefined ? choices : [fixed];

function gpuCounts(): readonly number[] {
  const counts: number[] = [];
  for (let gpus = NODE; gpus <= MOST_GPUS; gpus *= 2) counts.push(gpus);
  return counts;
}

const expertDegrees = ({ moe }: ModelSpec): readonly number[] =>
  moe === undefined ? [1] : DEGREES.filter((degree) => moe.routedExperts % degree === 0);

/**
 * Bytes that the mean GPU holds of weights and gradients (6) and of its share of the optimizer (8 at least):
 * the fullest holds no less, so a layout above the memory need not be looked at.
 */
function leastState(counts: ParameterCounts, { gpus, pipeline, tensor, expert }: Layout): number {
  const routed = counts.routedExperts;
  const held = ((counts.main - routed) / tensor + routed / expert) / pipeline;
  return 6 * held + (8 * counts.main) / gpus;
}

/** Divisibility that would be refused anyway, so that no document is made of it. */
function isPossible(model: ModelSpec, { gpus, pipeline, tensor, expert }: Layout): boolean {
  const ranks = gpus / pipeline;
  return (
    pipeline <= model.layers &&
    Number.isInteger(ranks / tensor) &&
    Math.min(NODE, gpus) % tensor === 0 &&
    ranks % expert === 0
  );
}
