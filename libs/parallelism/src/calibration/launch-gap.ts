/** Idle time between two kernels of one stream, which the kernel functions do not count. */
import { measured } from '@railyard/base';

export const LAUNCH_GAP = measured(
  0.000002186,
  's',
  'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile): 1.998 ms in 914 gaps',
);

export const LAUNCH_GAP_SECONDS = LAUNCH_GAP.value;

/**
 * The same inside a CUDA graph, which holds the launches of a step: graph over its kernels, 480 in a row.
 */
export const GRAPH_GAP = measured(
  0.00000063,
  's',
  'test/data/h200-graphs.json (H200): median of 9 kernels, 0 to 0.88 us',
);
