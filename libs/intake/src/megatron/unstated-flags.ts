/** Arguments that change time or memory and that documents have no word for, and what is done instead. */
import { type Fields, type JobValues } from '../source/index.js';

/** What is computed in place of what the flag asks for. */
const UNSTATED: Readonly<Record<string, string>> = {
  'attention-backend': 'flash attention is computed',
  'attention-softmax-in-fp32': 'part of the flash kernel',
  'cpu-offloading-num-layers': 'nothing is offloaded',
  'cross-entropy-fusion-impl': 'the loss is one fused kernel',
  'cross-entropy-loss-fusion': 'the loss is one fused kernel',
  'cuda-graph-impl': 'no launch from the host is counted',
  'data-parallel-sharding-strategy': 'only the optimizer state is sharded',
  'decoder-first-pipeline-num-layers': 'layers are balanced; state stageLayers',
  'decoder-last-pipeline-num-layers': 'layers are balanced; state stageLayers',
  'encoder-num-layers': 'the encoder is left out; the decoder alone is computed',
  'vision-model-type': 'the encoder of images is left out',
  'delay-wgrad-compute': 'weight gradients run where the schedule puts them',
  'enable-cuda-graph': 'no launch from the host is counted',
  'external-cuda-graph': 'no launch from the host is counted',
  'fp8-amax-history-len': 'scales are by blocks',
  'fp8-amax-compute-algo': 'scales are by blocks',
  'fp8-recipe': 'scales are by blocks',
  'fp8-param-gather': 'weights are gathered in BF16',
  'fsdp-double-buffer': 'only the optimizer state is sharded',
  'fsdp-manual-registration': 'only the optimizer state is sharded',
  'grad-reduce-in-bf16': 'gradients are reduced in FP32',
  'megatron-fsdp-grad-comm-dtype': 'gradients are reduced in FP32',
  'megatron-fsdp-main-grads-dtype': 'gradients are kept in FP32',
  'moe-flex-dispatcher-backend': 'dispatch and combine are those of DeepEP',
  'moe-grouped-gemm': 'experts are one grouped product always',
  'moe-layer-recompute': 'experts are recomputed as recompute says',
  'moe-permute-fusion': 'permutation is a kernel of its own',
  'moe-shared-expert-overlap': 'shared experts run before the routed ones',
  'moe-token-dispatcher-type': 'dispatch and combine are those of DeepEP',
  'moe-token-drop-policy': 'no token is dropped',
  'no-gradient-accumulation-fusion': 'gradients accumulate inside the product',
  'optimizer-cpu-offload': 'nothing is offloaded',
  'overlap-grad-reduce': 'gradients are reduced after the last backward',
  'overlap-moe-expert-parallel-comm': 'expert communication overlaps in dualpipe only',
  'overlap-p2p-communication-warmup-flush': 'sends overlap as the schedule allows',
  'overlap-param-gather': 'weights are gathered after the update',
  'recompute-method': 'every layer is recomputed alike',
  'recompute-modules': 'norms, up-projections and activations are recomputed',
  'recompute-num-layers': 'every layer is recomputed alike',
  'tp-comm-overlap': 'tensor communication stands between the kernels',
  'transformer-impl': 'kernels of Transformer Engine are computed',
  fsdp: 'only the optimizer state is sharded',
  'ub-tp-comm-overlap': 'tensor communication stands between the kernels',
  'use-flash-attn': 'flash attention is computed always',
  'use-megatron-fsdp': 'only the optimizer state is sharded',
  'use-nccl-ub': 'collectives as NCCL runs them without registered buffers',
  'use-precision-aware-optimizer': 'moments are FP32 (BF16 with fp8)',
  'use-te': 'kernels of Transformer Engine are computed',
  'use-torch-fsdp2': 'only the optimizer state is sharded',
};

/** Says of every such flag what is done; parallelism that is not stated only where it is more than one. */
export function leaveUnstated(fields: Fields, values: JobValues): void {
  for (const [flag, text] of Object.entries(UNSTATED)) {
    const value = fields.value(flag);
    if (value !== undefined && value !== false && value !== 'false') fields.leave(flag, text);
  }
  const context = fields.count('context-parallel-size') ?? 1;
  if (context > 1)
    fields.leave(
      'context-parallel-size',
      `${context}: context parallelism is not stated; its ranks are data-parallel`,
    );
  const expertTensor = fields.count('expert-tensor-parallel-size') ?? 1;
  if (expertTensor > 1)
    fields.leave('expert-tensor-parallel-size', `${expertTensor}: experts are whole on their rank`);
  if (fields.flag('sequence-parallel') !== true && (values.tensor ?? 1) > 1)
    fields.assume('sequence-parallel', 'on: tensor ranks always share norms and residuals');
}
