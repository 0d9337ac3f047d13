/** Arguments that change time or memory and that documents have no word for, and what is done instead. */
import { type Fields } from '../source/index.js';
import { overlapsExperts } from './parallel-flags.js';

/** What is computed in place of what the flag asks for. */
const UNSTATED: Readonly<Record<string, string>> = {
  'attention-backend': 'flash attention is computed',
  'attention-softmax-in-fp32': 'part of the flash kernel',
  'cross-entropy-fusion-impl': 'the loss is one fused kernel',
  'cross-entropy-loss-fusion': 'the loss is one fused kernel',
  'decoder-first-pipeline-num-layers': 'layers are balanced; state stageLayers',
  'decoder-last-pipeline-num-layers': 'layers are balanced; state stageLayers',
  'encoder-num-layers': 'the encoder is left out; the decoder alone is computed',
  'vision-model-type': 'the encoder of images is left out',
  'delay-wgrad-compute': 'weight gradients run where the schedule puts them',
  'fsdp-double-buffer': 'room for two layers is counted always',
  'fsdp-manual-registration': 'buffers of collectives are those of NCCL',
  'megatron-fsdp-grad-comm-dtype': 'gradients are reduced in FP32',
  'megatron-fsdp-main-grads-dtype': 'gradients are kept in FP32',
  'moe-grouped-gemm': 'experts are one grouped product always',
  'moe-shared-expert-overlap': 'shared experts run before the routed ones',
  'moe-token-drop-policy': 'no token is dropped',
  'no-gradient-accumulation-fusion': 'gradients accumulate inside the product',
  'overlap-p2p-communication-warmup-flush': 'sends overlap as the schedule allows',
  'transformer-impl': 'kernels of Transformer Engine are computed',
  'use-flash-attn': 'flash attention is computed always',
  'use-nccl-ub': 'collectives as NCCL runs them without registered buffers',
  'use-te': 'kernels of Transformer Engine are computed',
};

/**
 * Says of every such flag what is done.
 * @param hasLevel a level of software is stated: a call for each expert, as Transformer Engine makes
 */
export function leaveUnstated(fields: Fields, hasLevel: boolean): void {
  for (const [flag, text] of Object.entries(UNSTATED)) {
    const value = fields.value(flag);
    if (flag === 'moe-grouped-gemm' && hasLevel) continue;
    if (flag === 'delay-wgrad-compute' && overlapsExperts(fields)) continue;
    if (value !== undefined && value !== false && value !== 'false') fields.leave(flag, text);
  }
}
