/**
 * The memory-bound kernels of one layer of fine-grained FP8 training with latent attention, in launch order.
 */
import { ATTENTION_BACKWARD_STREAMS, ATTENTION_FORWARD_STREAMS } from './fine-grained-fp8-attention.js';
import { MLP_BACKWARD_STREAMS, MLP_FORWARD_STREAMS, MLP_WEIGHT_STREAMS } from './fine-grained-fp8-mlp.js';
import { type LayerStream } from './layer-streams.js';

/** All sections; a dense layer has those that are not `routed`. */
export const FINE_GRAINED_FP8_STREAMS: readonly LayerStream[] = [
  ...ATTENTION_FORWARD_STREAMS,
  ...MLP_FORWARD_STREAMS,
  ...MLP_BACKWARD_STREAMS,
  ...MLP_WEIGHT_STREAMS,
  ...ATTENTION_BACKWARD_STREAMS,
];
