/** Which constants of a calibration the rows of which families carry. */
import { type ConstantName } from '@railyard/parallelism';
import { type LinkConstantName } from '@railyard/cluster';

export interface CalibrationGroup {
  /** What is measured, for messages. */
  readonly what: string;
  readonly family: RegExp;
  readonly kernels?: readonly ConstantName[];
  readonly collectives?: readonly LinkConstantName[];
}

const stream = (
  op: string,
  kernels: readonly ConstantName[],
  what = op.replaceAll('_', ' '),
): CalibrationGroup => ({
  what,
  family: new RegExp(`^memory-bound (${op})$`),
  kernels,
});

/** In the order in which they are fitted: later ones keep what earlier ones found. */
export const CALIBRATION_GROUPS: readonly CalibrationGroup[] = [
  {
    what: 'GEMM in BF16',
    family: /^gemm bf16(?! back)/,
    kernels: ['matrixStartSeconds', 'loadFraction', 'bf16PeakFraction', 'bf16StoreGBps', 'bf16Droop'],
  },
  {
    what: 'GEMM in FP8 with a scale per tensor',
    family: /^gemm fp8(-tensor)?( |$)/,
    kernels: ['fp8PeakFraction', 'fp8StoreGBps', 'fp8Droop'],
  },
  {
    what: 'GEMM in FP8 with fine-grained scales',
    family: /^gemm fp8[-_]block( forward| input gradient| large)?$/,
    kernels: ['blockPeakFraction', 'blockStoreGBps', 'blockDroop'],
  },
  {
    what: 'GEMM in BF16, back to back',
    family: /^gemm bf16 back to back$/,
    kernels: ['bf16Droop'],
  },
  {
    what: 'grouped GEMM in BF16',
    family: /^grouped bf16/,
    kernels: ['groupedPeakFraction', 'groupedStoreGBps', 'groupedLoadFraction'],
  },
  {
    what: 'attention forward',
    family: /^attention forward$/,
    kernels: ['attentionForwardFraction', 'attentionSoftmaxSeconds', 'attentionForwardStartSeconds'],
  },
  {
    what: 'attention backward',
    family: /^attention backward$/,
    kernels: ['attentionBackwardFraction', 'attentionBackwardStartSeconds'],
  },
  stream(
    'copy|residual_add|quantize_1x128|l2_norm',
    ['frameworkStartSeconds', 'frameworkFraction'],
    'copies, additions and casts to FP8',
  ),
  stream('rmsnorm', ['rmsNormFraction']),
  stream('rmsnorm backward', ['rmsNormBackwardFraction']),
  stream('layernorm', ['layerNormFraction']),
  stream('swiglu', ['swigluFraction']),
  stream('swiglu backward', ['swigluBackwardFraction']),
  stream('rope', ['ropeFraction']),
  stream('cross_entropy', ['crossEntropyFraction']),
  stream('cross_entropy backward', ['crossEntropyBackwardFraction']),
  stream('adamw_fused', ['adamFraction']),
  {
    what: 'rings on one node',
    family: /^(all-reduce|all-gather|reduce-scatter), one node/,
    collectives: ['startSeconds', 'hopSeconds', 'ringGBps', 'chunkSeconds'],
  },
  {
    what: 'all-to-all on one node',
    family: /^all-to-all, one node/,
    collectives: ['exchangeStepSeconds', 'exchangeGBps', 'exchangeChunkSeconds'],
  },
  {
    what: 'all-reduce of eight GPUs of a node above 1 MiB',
    family: /^all-reduce, one node, above/,
    collectives: ['switchStartSeconds', 'switchGBps'],
  },
  {
    what: 'rings between nodes, small messages',
    family: /^(all-reduce|all-gather|reduce-scatter), several nodes, up to/,
    collectives: ['networkStepSeconds', 'lowLatencyGBps'],
  },
  {
    what: 'rings between nodes, large messages',
    family: /^(all-reduce|all-gather|reduce-scatter), several nodes, above/,
    collectives: ['bulkHopSeconds', 'bulkNetworkStepSeconds'],
  },
];
