/**
 * What is published about the reliability of large training jobs: the figures that the robustness report
 * is next to.
 */

/** Llama 3 Herd of Models, arXiv 2407.21783, section 3.3.4: 16,384 H100, 54 days. */
export const LLAMA_3 = {
  gpus: 16_384,
  days: 54,
  unexpected: 419,
  total: 466,
  effectiveTimeAbove: 0.9,
  effectiveTimeBelow: 0.97,
} as const;

/**
 * MegaScale, arXiv 2402.15627: more than 10,000 GPUs, "several weeks" (three to four taken), more than 100
 * restarts.
 */
export const MEGASCALE = { gpus: 10_000, days: [21, 28], restartsAbove: 100 } as const;

/** ByteRobust, arXiv 2509.16293: 9,600 GPUs, three months, ETTR 97 %. */
export const BYTEROBUST = { gpus: 9600, days: 90, ettr: 0.97 } as const;

/**
 * DeepSeek-V3 report, arXiv 2412.19437: 54.25 days of training at the steady rate in "less than two months"
 * (61 days at most).
 */
export const DEEPSEEK_V3 = { productiveDays: 54.25, wallDaysBelow: 61, ettrAbove: 0.889 } as const;

/**
 * Alibaba HPN, SIGCOMM 2024: 0.057 % of NIC-ToR links fail a month; a large job crashes once or twice a
 * month.
 */
export const HPN = { links: 3000, failuresPerLinkMonth: 0.00057, crashesPerMonth: [1, 2] } as const;
