/** Kinds of kernels by their names, and what bounds each kind. */

export const KERNEL_KINDS = [
  'gemm',
  'attention',
  'communication',
  'communication-wait',
  'cast-transpose',
  'norm',
  'permute',
  'topk-reduce',
  'elementwise',
  'copy',
  'fill',
  /** A forward or backward chunk in a trace that Railyard wrote. */
  'chunk',
  'other',
] as const;
export type KernelKind = (typeof KERNEL_KINDS)[number];

/** What a kernel's time scales with on another machine. */
export type KernelBound = 'fp8' | 'bf16' | 'memory' | 'nic' | 'nvlink' | 'fixed';

/**
 * The first pattern that a name matches decides; communication before all else, since its names hold "fp8",
 * "copy" and the like.
 */
const PATTERNS: readonly (readonly [KernelKind, RegExp])[] = [
  ['communication-wait', /notify|dispatch_layout|barrier/i],
  // Names of Railyard's own traces.
  ['communication', /^(?:dispatch|combine|tensor [a-z-]+|expert tensor exchange|context exchange) [FBR]\d+$/],
  ['communication', /^(?:activations|gradients) \d+ (?:to|from) rank \d+$/],
  ['communication', /^combine$|^(?:gather|reduce) (?:(?:dense|expert) )?(?:weights|gradients)$/],
  ['communication', /[nr]ccl|(?:inter|intra)node::|low_latency::|deep_ep|sendrecv|nvshmem/i],
  ['communication', /all_?reduce|all_?gather|reduce_?scatter|all_?to_?all/i],
  ['chunk', /^[FBW]\d+(?:&|$)/],
  ['attention', /flash|fmha|attn|attention/i],
  // Cijk_: the GEMMs of ROCm's Tensile; bmm_: batched ones of TensorRT-LLM.
  ['gemm', /gemm|nvjet|cublas|wgrad|matmul|^Cijk_|\bbmm_|rocblas|hipblas/i],
  ['cast-transpose', /cast|transpose|quant/i],
  ['norm', /layer_?norm|ln_(?:fwd|bwd)|rms_?norm/i],
  ['permute', /expand_to_fused|reduce_fused|fused_mapping|permute|scatter|gather(?!TopK)|index|rotary/i],
  ['topk-reduce', /topk|reduce|sort|count|softmax|::routing::/i],
  ['copy', /memcpy|copy/i],
  ['fill', /memset|fill/i],
  ['elementwise', /elementwise|swiglu|activation|distribution|sigmoid/i],
];

/** A row that goes before the table: names that the pattern matches are of the kind. */
export type KindRule = readonly [kind: KernelKind, pattern: RegExp];

export function kernelKind(name: string, own: readonly KindRule[] = []): KernelKind {
  for (const [kind, pattern] of own) if (pattern.test(name)) return kind;
  for (const [kind, pattern] of PATTERNS) if (pattern.test(name)) return kind;
  return 'other';
}

export const isCommunication = (kind: KernelKind): boolean =>
  kind === 'communication' || kind === 'communication-wait';

/**
 * Waiting for peers and tiny fills keep their time; a communication kernel inside a node moves over NVLink,
 * others over the NIC.
 */
export function kernelBound(kind: KernelKind, name: string): KernelBound {
  switch (kind) {
    case 'gemm':
      return /fp8|e4m3|e5m2/i.test(name) ? 'fp8' : 'bf16';
    case 'attention':
      return 'bf16';
    case 'communication':
      return /intranode/i.test(name) ? 'nvlink' : 'nic';
    case 'communication-wait':
    case 'fill':
    case 'chunk':
      return 'fixed';
    default:
      return 'memory';
  }
}
