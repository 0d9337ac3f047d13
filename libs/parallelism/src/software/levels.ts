/**
 * Software levels: what a framework of a certain time does by default, each with its source. A job that sets
 * a flag otherwise says so in its own keys.
 */
import { type GateKernels } from './gate-kernels.js';
import { type HostLaunch, MEGATRON_HOST, PYTORCH_HOST } from './host-launch.js';
import {
  type AttentionKernel,
  type FusedParts,
  type GraphScope,
  type LaunchMode,
  type OptimizerLaunch,
  type SelectiveRecompute,
  type SoftwareLevel,
} from './software-spec.js';

/** All parts said: what a job runs on. */
export interface Software {
  /** Absent: the library that the device's calibration was made with. */
  readonly attention?: AttentionKernel;
  readonly fused: FusedParts;
  readonly launch: LaunchMode;
  readonly graphs: readonly GraphScope[];
  readonly gate: GateKernels;
  readonly optimizer: OptimizerLaunch;
  readonly dropout: number;
  readonly selective: SelectiveRecompute;
  readonly host: HostLaunch;
  readonly gradients: Gradients;
  /**
   * Tensor ranks cast their share of a product's input, or of its gradient, and gather the operand; absent:
   * they gather what it is cast from, and each casts all of it.
   */
  readonly gathersOperands?: boolean;
  /**
   * Weights in shards are copied out of a gather's buffer, gradients into a reduction's (FSDP2, whose shards
   * are those of each parameter); absent: buffer and parameters are one.
   */
  readonly copiesUnits?: boolean;
}

/** What a weight gradient is added to. */
export interface Gradients {
  /** Of an element of the accumulator. */
  readonly bytes: number;
  /** There is something to add to: more than one micro-batch, or an accumulator in another format. */
  readonly accumulate: boolean;
}

interface LevelOverlap {
  /** Collectives of once a step, behind the first forward and the last backward. */
  readonly gradientReduction?: boolean;
  readonly parameterGather?: boolean;
  /**
   * What ends the backward of a block over tensor ranks (scatter, all-reduce) alongside its weight gradient.
   */
  readonly tensorScatter?: boolean;
}

export interface LevelDefaults {
  readonly software: Omit<Software, 'gradients' | 'graphs' | 'gate'>;
  /** Absent: as `fused.router` says. */
  readonly gate?: GateKernels;
  readonly overlap?: LevelOverlap;
  /** Release and year. */
  readonly of: string;
  readonly source: string;
}

const ALL: FusedParts = {
  bias: true,
  norm: true,
  activation: true,
  softmax: true,
  dropout: true,
  rope: true,
  projections: true,
  accumulation: true,
  loss: true,
  router: true,
  experts: true,
};

/** Kernel for kernel, and expert for expert: what frameworks of several modules do by default. */
const APART = { router: false, experts: false } as const;

/** Megatron's JIT and CUDA fusions before Transformer Engine; rotary embedding and loss in plain PyTorch. */
const MEGATRON_FUSED: FusedParts = { ...ALL, ...APART, rope: false, loss: false, accumulation: false };

export const LEVELS: Readonly<Record<SoftwareLevel, LevelDefaults>> = {
  'eager-pytorch': {
    of: 'plain PyTorch 2 modules, scaled_dot_product_attention, fused AdamW',
    source:
      'PyTorch 2 documentation: torch.nn.functional.scaled_dot_product_attention, torch.optim.AdamW, ' +
      'torch.distributed.fsdp.fully_shard',
    software: {
      fused: {
        ...ALL,
        ...APART,
        activation: false,
        dropout: false,
        rope: false,
        projections: false,
        accumulation: false,
        loss: false,
      },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0,
      selective: 'cheap-parts',
      host: PYTORCH_HOST,
      copiesUnits: true,
    },
  },
  'megatron-2021': {
    of: 'Megatron-LM 2.x',
    source:
      'Narayanan et al. 2021 (arXiv 2104.04473), sections 4.2 and 5: fused bias-GELU, bias-dropout-add and ' +
      'scale-mask-softmax kernels; attention in two batched products; dropout 0.1',
    software: {
      attention: 'unfused',
      fused: MEGATRON_FUSED,
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0.1,
      selective: 'attention-core',
      host: MEGATRON_HOST,
    },
  },
  'megatron-2022': {
    of: 'Megatron-LM 3.0',
    overlap: { tensorScatter: true },
    source:
      'NVIDIA/Megatron-LM v3.0 megatron/arguments.py (no_gradient_accumulation_fusion, ' +
      'no_async_tensor_model_parallel_allreduce, sequence_parallel) and mpu/layers.py: weight gradients ' +
      'are added up by their product, and have the scatter or all-reduce of the input gradient beside ' +
      'them; else as megatron-2021',
    software: {
      attention: 'unfused',
      fused: { ...MEGATRON_FUSED, accumulation: true },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0.1,
      selective: 'attention-core',
      host: MEGATRON_HOST,
    },
  },
  'deepspeed-2022': {
    of: 'Megatron-DeepSpeed with DeepSpeed 0.6 to 0.9',
    source:
      'Smith et al. 2022 (arXiv 2201.11990), section 3: kernels of Megatron-LM under the engine of DeepSpeed',
    software: {
      attention: 'unfused',
      fused: MEGATRON_FUSED,
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0.1,
      selective: 'attention-core',
      host: MEGATRON_HOST,
    },
  },
  'megatron-core-2023': {
    of: 'Megatron-LM with Megatron Core 0.3 and 0.4',
    overlap: { tensorScatter: true },
    source:
      'NVIDIA/Megatron-LM megatron/arguments.py and release notes of core 0.3 and 0.4: FlashAttention 2 ' +
      '(--use-flash-attn), dropout of 0.1 by default, gradient accumulation fusion of Apex',
    software: {
      attention: 'flash2',
      fused: { ...ALL, ...APART, loss: false },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0.1,
      selective: 'attention-core',
      host: PYTORCH_HOST,
    },
  },
  'llm-foundry': {
    of: 'Composer and llm-foundry 0.2 to 0.4 with PyTorch FSDP, 2023',
    source:
      'mosaicml/llm-foundry scripts/train/benchmarking: attn_impl is triton by default, the first ' +
      'FlashAttention in Triton; low-precision LayerNorm, no dropout',
    software: {
      attention: 'flash1',
      fused: {
        ...ALL,
        ...APART,
        activation: false,
        dropout: false,
        rope: false,
        loss: false,
        accumulation: false,
      },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0,
      selective: 'cheap-parts',
      host: PYTORCH_HOST,
    },
  },
  'megatron-core-2025': {
    of: 'Megatron Core 0.11 to 0.15 with Transformer Engine 2',
    overlap: { gradientReduction: true, parameterGather: true, tensorScatter: true },
    source:
      'NVIDIA/Megatron-LM and TransformerEngine release notes, 2025: cuDNN attention, fused rope and loss, ' +
      'recomputation by module; ' +
      'NVIDIA-NeMo/Megatron-Bridge performance recipes: overlap_grad_reduce, overlap_param_gather; ' +
      'NVIDIA/TransformerEngine distributed.py (gather_along_first_dim with a quantizer) and linear.py ' +
      '(scatter beside the weight gradient)',
    software: {
      attention: 'cudnn',
      fused: { ...ALL, ...APART },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0,
      selective: 'cheap-parts',
      host: PYTORCH_HOST,
      gathersOperands: true,
    },
  },
  'megatron-core-2026': {
    of: 'Megatron Core 0.16 and Megatron-Bridge of 2026 with Transformer Engine 2.11',
    overlap: { gradientReduction: true, parameterGather: true, tensorScatter: true },
    source:
      'NVIDIA-NeMo/Megatron-Bridge src/megatron/bridge/perf_recipes (26.02 to 26.08): moe_router_fusion in ' +
      'every recipe with experts; else as megatron-core-2025. Graphs, and products of experts in one ' +
      'kernel, are set by recipe',
    software: {
      attention: 'cudnn',
      fused: { ...ALL, ...APART, router: true },
      launch: 'eager',
      optimizer: 'fused',
      dropout: 0,
      selective: 'cheap-parts',
      host: PYTORCH_HOST,
      gathersOperands: true,
    },
  },
  'torchtitan-2025': {
    of: 'torchtitan 0.1, every block compiled',
    source:
      'Liang et al. 2024 (arXiv 2410.06511), section 2: torch.compile of each TransformerBlock; attention ' +
      'by scaled_dot_product_attention, flash kernels; FSDP2',
    software: {
      attention: 'flash2',
      fused: { ...ALL, ...APART, projections: false, accumulation: false },
      launch: 'compiled',
      optimizer: 'fused',
      dropout: 0,
      selective: 'every-second-product',
      host: PYTORCH_HOST,
      copiesUnits: true,
    },
  },
  'deepseek-v3': {
    of: 'HAI-LLM of DeepSeek-V3, 2024',
    source: 'deepseek-ai/profile-data train.json: no gap of the compute stream waits for the host',
    gate: 'traced',
    software: {
      fused: ALL,
      launch: 'cuda-graphs',
      optimizer: 'fused',
      dropout: 0,
      selective: 'cheap-parts',
      host: PYTORCH_HOST,
    },
  },
};
