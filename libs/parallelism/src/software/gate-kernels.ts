/**
 * Kernels of the gate but its matrix: scores, top-k, normalization, counts, and what a dispatch needs to
 * know.
 */
import { type Constant, derived, measured, published } from '@railyard/base';

/** Of DeepSeek's profile; fused as Transformer Engine fuses them; operator by operator. */
export type GateKernels = 'traced' | 'fused' | 'plain';

const BLOG =
  'NVIDIA/Megatron-LM docs/discussions/deepseek-v3-gb200-optimization (2025), sections 2.1.4 and 2.2.1: ';

const COUNTS: Readonly<Record<GateKernels, { readonly fused: Constant; readonly exchanged: Constant }>> = {
  traced: {
    fused: measured(40, 'kernels', 'deepseek-ai/profile-data train.json: about 40 a layer and pass'),
    exchanged: measured(40, 'kernels', 'deepseek-ai/profile-data train.json: about 40 a layer and pass'),
  },
  fused: {
    fused: published(17, 'kernels', `${BLOG}router and preprocessing with --moe-router-fusion and DeepEP`),
    exchanged: published(31, 'kernels', `${BLOG}router with --moe-router-fusion, all-to-all`),
  },
  plain: {
    fused: derived(58, 'kernels', `${BLOG}72 of the router less the 14 that DeepEP's preprocessing saves`),
    exchanged: published(72, 'kernels', `${BLOG}router operator by operator`),
  },
};

/** `exchanged`: tokens go by an all-to-all, which the host prepares. */
export const gateKernels = (gate: GateKernels, exchanged: boolean): number =>
  COUNTS[gate][exchanged ? 'exchanged' : 'fused'].value;
