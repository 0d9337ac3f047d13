/** Arguments of Megatron-LM without effect on the time and memory of a step. */
import { keysLike } from '../source/index.js';

/** Learning rates, data, tokenizers, checkpoints, logs; the loss and the balance of the gate. */
export const isIgnoredFlag = keysLike(`
  adam-* apply-layernorm-1p apply-query-key-layer-scaling async-save* attention-dropout
  attention-softmax-in-fp32 auto-detect* bert-* bf16 bias-* blend* calculate-per-token*
  capture-range* check-for* ckpt-* clip-grad* config-path cuda-graph-retain*
  cuda-graph-share* cuda-graph-trace cuda-graph-use* cuda-graph-warmup* cuda-memory* data-path* data-cache*
  data-args* dataloader*
  dataloader-seq-length decoupled* disable-bias-dropout dist-ckpt* distributed-* empty-unused*
  enable-experimental* end-weight* eod-mask* eval-* exit-* export-force-local-attention
  finetune fp32-residual* freeze-LM freeze-ViT ft-* hidden-dropout hysteresis* inference* init-*
  init-model-with-meta-device initial-loss* inprocess* is-hybrid-model keep-fp8* layernorm-* load*
  log-* logging* loss-scale* lr* manual-gc* mask-* master-* max-restarts* merge-file*
  mid-level-dataset-surplus min-loss* min-lr* mmap* mock-data* moe-aux* moe-input-jitter*
  moe-per-layer-logging* moe-router-bias* moe-router-dtype* moe-router-enable* moe-router-force*
  moe-router-load* moe-router-padding* moe-router-pre-softmax* moe-router-score*
  moe-router-topk-scaling* moe-z-loss* mscale* mtp-loss-scaling-factor nccl* no-async* no-bias-*
  no-check* no-ckpt* no-create* no-initialization* no-load* no-masked-softmax-fusion no-mmap* no-rope-fusion
  no-save* no-weight-decay-cond-type node-rank* norm-epsilon* normalize-attention-scores
  num-dataset* num-workers* one-logger* openai-gelu optimizer-cpu-name* output override-opt* patch-*
  per-split* perform-init* position-embedding-interpolation profile* pytorch-profiler* rdzv*
  record-memory* rerun* reset-* retro-* rotary* router-logging* sample-rate* save* seed* sgd-*
  sequence-parallel
  skip-train* spec split* start-weight* straggler* te-rng-tracker tensorboard* tiktoken* timing*
  tokenizer* trace train-* use-checkpoint* use-cpu-initialization use-dist-ckpt* use-legacy-models
  use-mcore-models use-mp-args* use-one-sent* use-pytorch-profiler use-rope* use-rotary* valid-*
  vocab-extra* vocab-file* wandb* weight-decay* yaml-cfg
`);
