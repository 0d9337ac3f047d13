/** A NeMo configuration (YAML): Megatron's arguments under other names, and the trainer's devices. */
import { type IssueList } from '@railyard/base';
import { readFlags } from '../megatron/index.js';
import { type JobDraft, isRecord, keysLike } from '../source/index.js';

type Plain = Readonly<Record<string, unknown>>;

const RENAMED: Readonly<Record<string, string>> = {
  encoder_seq_length: 'seq-length',
  num_moe_experts: 'num-experts',
  virtual_pipeline_model_parallel_size: 'num-virtual-stages-per-pipeline-rank',
  activations_checkpoint_granularity: 'recompute-granularity',
  activations_checkpoint_method: 'recompute-method',
  activations_checkpoint_num_layers: 'recompute-num-layers',
  use_flash_attention: 'use-flash-attn',
  transformer_engine: 'use-te',
};

const GATED = new Set(['fast-swiglu', 'swiglu', 'fast-geglu', 'geglu']);

/** Sections and keys of the model that have no counterpart among the arguments that are read. */
const isQuiet = keysLike(`
  tokenizer data optim nsys_profile native_amp_* hysteresis resume_* pre_process post_process
  persist_layer_norm *fusion mcore_* megatron_amp_O2 gradient_as_bucket_view grad_* sharp
  sync_batch_comm use_cpu_* onnx_safe apex_* batch_p2p_comm overlap_p2p_comm seed gc_interval
  headscale openai_gelu normalize_* attention_type transformer_block_type use_scaled_init_method
  layernorm_epsilon do_layer_norm_* *dropout init_method_std fp16_lm_* fp32_residual* fp8_*
  reduce_amax use_emha rotary_* seq_len_* get_attention_mask_* moe_aux* moe_grouped* moe_token*
  apply_* tp_comm_* dist_ckpt_* num_micro_batches_* activations_checkpoint_layers_*
  rampup_batch_size   precision restore_* bias_* fsdp_*
  ub_tp_comm_overlap_cfg
`);

export function readNemo(source: string, file: Plain, issues: IssueList): JobDraft {
  const model = isRecord(file['model']) ? file['model'] : {};
  const trainer = isRecord(file['trainer']) ? file['trainer'] : {};
  const flags: Record<string, unknown> = {};
  const quiet: string[] = [];
  for (const [key, value] of Object.entries(model)) {
    if (value === null) continue;
    if (isQuiet(key)) quiet.push(`model.${key}`);
    else flags[RENAMED[key] ?? key.replaceAll('_', '-')] = value;
  }
  const optim = isRecord(model['optim']) ? model['optim'] : {};
  const { bias, activation, ...plain } = flags;
  const others = ['share-embeddings-and-output-weights', 'qkv-bias'];
  const translated = {
    ...Object.fromEntries(Object.entries(plain).filter(([key]) => !others.includes(key))),
    ...(bias === false ? { 'disable-bias-linear': true } : {}),
    ...(GATED.has(String(activation)) ? { [String(activation).replace('fast-', '')]: true } : {}),
    ...(activation === 'squared-relu' ? { 'squared-relu': true } : {}),
    ...(flags['share-embeddings-and-output-weights'] === false
      ? { 'untie-embeddings-and-output-weights': true }
      : {}),
    ...(flags['num-query-groups'] === undefined ? {} : { 'group-query-attention': true }),
    ...(/distributed|mcore/.test(String(optim['name'] ?? '')) ? { 'use-distributed-optimizer': true } : {}),
    ...(optim['overlap_grad_sync'] === true ? { 'overlap-grad-reduce': true } : {}),
    ...(optim['overlap_param_sync'] === true ? { 'overlap-param-gather': true } : {}),
    ...(optim['grad_sync_dtype'] === 'bf16' ? { 'grad-reduce-in-bf16': true } : {}),
    ...(trainer['devices'] === undefined ? {} : { 'nproc-per-node': trainer['devices'] }),
    ...(trainer['num_nodes'] === undefined ? {} : { nnodes: trainer['num_nodes'] }),
    'tokenizer-type': tokenizerOf(model),
  };
  const draft = readFlags(source, { flags: translated, variables: {} }, issues, 'nemo');
  const sections = Object.keys(file).filter((key) => key !== 'model');
  return { ...draft, without: [...draft.without, ...quiet, ...sections] };
}

const tokenizerOf = (model: Plain): string =>
  isRecord(model['tokenizer']) ? String(model['tokenizer']['type'] ?? 'unknown') : 'unknown';
