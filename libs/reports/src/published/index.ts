/** The paper's numbers and other published measurements: the only place that holds them. */
export {
  DEEPEP_LOW_LATENCY,
  DEEPEP_NORMAL,
  ECMP_PERMUTATION,
  EXPERT_RATE_CLAIM_GBPS,
  HASH_IMBALANCE,
  NCCL_ALL_TO_ALL_CEILING,
  NCCL_H800_ALL_TO_ALL,
  NIC_UTILISATION_PCT,
  PARITY_PCT,
  PLANNED_OVER_ECMP,
  QUEUE_PAIR_SCALING,
  SPRAYED_PERMUTATION,
} from './network.js';
export {
  DECODE_ASSUMPTIONS,
  DECODE_LIMITS,
  PAPER,
  TABLE_1,
  TABLE_2,
  TABLE_2_SEQUENCE,
  TABLE_3,
  TABLE_4,
  TABLE_5,
  type Table3Case,
  type Table4Case,
} from './paper.js';
export { publishedMetrics } from './published-metrics.js';
