/**
 * Every published number that the twin is compared with. They live here and nowhere below: nothing in the
 * simulation may read them. Source: Zhao et al., "Insights into DeepSeek-V3: Scaling Challenges and
 * Reflections on Hardware for AI Architectures", ISCA 2025.
 */

export const PAPER = 'Insights into DeepSeek-V3 (ISCA 2025)';

/** Table 1 (section 2.1.2): KV cache per token in BF16, KB = 1,000 bytes. */
export const TABLE_1 = [
  { case: 'DeepSeek-V3 (MLA)', model: 'deepseek-v3', kilobytes: 70.272, multiplier: 1 },
  { case: 'Qwen-2.5 72B (GQA)', model: 'qwen2.5-72b', kilobytes: 327.68, multiplier: 4.66 },
  { case: 'LLaMA-3.1 405B (GQA)', model: 'llama3.1-405b', kilobytes: 516.096, multiplier: 7.28 },
] as const;

/** Table 2 (section 2.2.1): size, and training cost per token at sequence length 4,096. */
export const TABLE_2 = [
  { case: 'DeepSeek-V2 MoE', model: 'deepseek-v2', billions: 236, gigaflopsPerToken: 155 },
  { case: 'DeepSeek-V3 MoE', model: 'deepseek-v3', billions: 671, gigaflopsPerToken: 250 },
  { case: 'Qwen-72B Dense', model: 'qwen2.5-72b', billions: 72, gigaflopsPerToken: 394 },
  { case: 'LLaMa-405B Dense', model: 'llama3.1-405b', billions: 405, gigaflopsPerToken: 2448 },
] as const;
export const TABLE_2_SEQUENCE = 4096;

/** Table 3 (section 5.1.1): network topologies. */
export const TABLE_3 = [
  { case: 'FT2', endpoints: 2048, switches: 96, links: 2048, costMUSD: 9, costPerEndpointKUSD: 4.39 },
  { case: 'MPFT', endpoints: 16384, switches: 768, links: 16384, costMUSD: 72, costPerEndpointKUSD: 4.39 },
  { case: 'FT3', endpoints: 65536, switches: 5120, links: 131072, costMUSD: 491, costPerEndpointKUSD: 7.5 },
  { case: 'SF', endpoints: 32928, switches: 1568, links: 32928, costMUSD: 146, costPerEndpointKUSD: 4.4 },
  { case: 'DF', endpoints: 261632, switches: 16352, links: 384272, costMUSD: 1522, costPerEndpointKUSD: 5.8 },
] as const;
export type Table3Case = (typeof TABLE_3)[number]['case'];

/** Table 4 (section 5.1.2): DeepSeek-V3 on 2,048 GPUs. MFU in per cent of BF16 peak. */
export const TABLE_4 = {
  MPFT: {
    tokensPerDayB: 272.8,
    forwardS: 1.13,
    bubbleS: 2.06,
    backwardInputS: 1.99,
    backwardWeightS: 0.48,
    overlappedS: 13.95,
    optimizerS: 0.29,
    tflopsNonCausal: 432,
    tflopsCausal: 385,
    mfuNonCausal: 43.73,
    mfuCausal: 38.94,
  },
  MRFT: {
    tokensPerDayB: 272.52,
    forwardS: 1.13,
    bubbleS: 2.03,
    backwardInputS: 1.99,
    backwardWeightS: 0.48,
    overlappedS: 14,
    optimizerS: 0.31,
    tflopsNonCausal: 432,
    tflopsCausal: 385,
    mfuNonCausal: 43.68,
    mfuCausal: 38.9,
  },
} as const;
export type Table4Case = keyof typeof TABLE_4;

/** Table 5 (section 5.2.1): end-to-end latency of 64 B from the CPU, microseconds. */
export const TABLE_5 = [
  { case: 'RoCE', row: 'roce/sameLeaf', distance: 'same leaf', microseconds: 3.6 },
  { case: 'RoCE', row: 'roce/crossLeaf', distance: 'cross leaf', microseconds: 5.6 },
  { case: 'InfiniBand', row: 'infiniband/sameLeaf', distance: 'same leaf', microseconds: 2.8 },
  { case: 'InfiniBand', row: 'infiniband/crossLeaf', distance: 'cross leaf', microseconds: 3.7 },
  { case: 'NVLink', row: 'nvlink', distance: 'same leaf', microseconds: 3.33 },
] as const;

/**
 * Section 2.3.2: decoding limits. The text prints no layer time for NVL72, and "approximately 1200" tokens
 * per second.
 */
export const DECODE_LIMITS = [
  { case: 'CX7 400G IB', communicationUs: 120.96, layerUs: 241.92, tokenMs: 14.76, tokensPerSecond: 67 },
  { case: 'GB200 NVL72', communicationUs: 6.72, layerUs: null, tokenMs: 0.82, tokensPerSecond: 1200 },
] as const;
/**
 * Assumptions of the same section: tokens per device, bytes of dispatch (FP8) and combine (BF16), "7K"
 * elements per token.
 */
export const DECODE_ASSUMPTIONS = {
  tokensPerDevice: 32,
  dispatchBytes: 1,
  combineBytes: 2,
  hidden: 7000,
} as const;
