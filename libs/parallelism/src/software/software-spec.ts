/** The software that a job runs on, as its owner writes it: `workload.software` of a document. */

export const SOFTWARE_LEVELS = [
  'eager-pytorch',
  'megatron-2021',
  'megatron-2022',
  'deepspeed-2022',
  'megatron-core-2023',
  'llm-foundry',
  'megatron-core-2025',
  'megatron-core-2026',
  'torchtitan-2025',
  'deepseek-v3',
] as const;

export type SoftwareLevel = (typeof SOFTWARE_LEVELS)[number];

/**
 * `unfused`: two batched products with a softmax between them, the scores in memory. The others never write
 * the scores.
 */
export const ATTENTION_KERNELS = ['unfused', 'flash1', 'flash2', 'flash3', 'cudnn'] as const;
export type AttentionKernel = (typeof ATTENTION_KERNELS)[number];

/**
 * `eager`: the host launches every kernel. `compiled`: generated code launches fused kernels. `cuda-graphs`:
 * the device launches a recorded sequence by itself.
 */
export const LAUNCH_MODES = ['eager', 'compiled', 'cuda-graphs'] as const;
export type LaunchMode = (typeof LAUNCH_MODES)[number];

/** `loop`: several kernels for each tensor; `foreach`: for lists of tensors; `fused`: one for such a list. */
export const OPTIMIZER_LAUNCHES = ['loop', 'foreach', 'fused'] as const;
export type OptimizerLaunch = (typeof OPTIMIZER_LAUNCHES)[number];

/**
 * What `recompute: selective` repeats. `cheap-parts`: norms, activations, up-projections of latents
 * (DeepSeek-V3). `attention-core`: the core alone (Megatron, arXiv 2205.05198).
 * `every-second-product`: all but attention, exchanges and every second matrix product, of experts all
 * (torchtitan's `_op_sac_save_list`: `aten.mm` is in it, `_grouped_mm` is not).
 */
export const SELECTIVE_RECOMPUTES = ['cheap-parts', 'attention-core', 'every-second-product'] as const;
export type SelectiveRecompute = (typeof SELECTIVE_RECOMPUTES)[number];

/** What one kernel does where it is fused, and a chain of elementwise kernels does where it is not. */
export interface FusedParts {
  /** The bias of a linear layer added by its matrix product. */
  readonly bias: boolean;
  /** A norm over rows. */
  readonly norm: boolean;
  /** GELU with its bias, or SwiGLU. */
  readonly activation: boolean;
  /** Scale, mask and softmax of unfused attention. */
  readonly softmax: boolean;
  /** Dropout with the residual addition. */
  readonly dropout: boolean;
  readonly rope: boolean;
  /** Query, key and value in one product; gate and up in one product. */
  readonly projections: boolean;
  /** A weight gradient accumulated by its product. */
  readonly accumulation: boolean;
  readonly loss: boolean;
  /** Scores, choice and counts of the gate. */
  readonly router: boolean;
  /** A product of all experts of a GPU, where it is one of a library for each expert. */
  readonly experts: boolean;
}

export type FusedPart = keyof FusedParts;

/**
 * Parts of a layer that are recorded and launched as one graph (Megatron Core's `cuda_graph_scope`):
 * attention or a recurrent mixer with its norms and residuals, the gate with the shared experts, a dense
 * FFN. Routed experts cannot be, as long as what they receive differs from step to step.
 */
export const GRAPH_SCOPES = ['attention', 'recurrent', 'router', 'ffn'] as const;
export type GraphScope = (typeof GRAPH_SCOPES)[number];

export interface SoftwareSpec {
  /** Defaults of what is left out; absent: those of `deepseek-v3`. */
  readonly level?: SoftwareLevel;
  readonly attention?: AttentionKernel;
  readonly fused?: Partial<FusedParts>;
  readonly launch?: LaunchMode;
  /** What the device launches by itself where the host launches the rest; absent: nothing. */
  readonly graphs?: readonly GraphScope[];
  readonly optimizer?: OptimizerLaunch;
  /** Probability of dropout of scores and of block outputs in training; 0 is none. */
  readonly dropout?: number;
  readonly selective?: SelectiveRecompute;
  /** Host time of one kernel launch in the forward pass and the optimizer. */
  readonly hostLaunchUs?: number;
}
