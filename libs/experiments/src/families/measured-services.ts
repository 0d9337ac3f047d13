/**
 * Errors of published services by validation family: `npm run build && node tools/measure-families.mjs`
 * makes this file of test/data/serving.csv, without the rows that a constant is fitted to.
 */
import { type MeasuredService } from './service-family.js';

/** One device, kind, phase and source, and the errors of its rows in per cent, ascending. */
type MeasuredServices = readonly [
  device: string,
  kind: MeasuredService['kind'],
  phase: MeasuredService['phase'],
  source: string,
  errorsPct: readonly number[],
];

const GROUPS: readonly MeasuredServices[] = [
  ['b200', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [-24.1, 1.5, 7.7, 10]],
  [
    'b200',
    'moe',
    'decode',
    'NVIDIA/TensorRT-LLM',
    [-47.7, -43, -37.5, -34.4, -30.5, -23.1, -21.7, -18.8, -16.6, -15.6, -13.5],
  ],
  [
    'b200',
    'moe',
    'mixed',
    'NVIDIA/TensorRT-LLM',
    [-44.2, -41.3, -28.9, -25.5, -23, -21.5, -19.3, -18, -15.1, -11.6, -11.1, -6.2, -4.9, -1.9, 8.5, 17],
  ],
  [
    'b200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -24.1, -20.3, -14, -13.9, -8.9, -8.1, -8, -7.4, -4.8, -3.9, -2.2, -1.5, 2.6, 3.3, 4, 4, 5.1, 6, 7.9,
      9.2, 11, 11.1, 12.2, 14, 14.8, 16.4, 16.4, 17, 22,
    ],
  ],
  ['gb10', 'dense', 'decode', 'ggml-org/llama.cpp', [-24.5, -10.7, -1.3, 1.9, 2.3, 3, 3.1]],
  [
    'gb10',
    'moe',
    'decode',
    'ggml-org/llama.cpp',
    [-5.5, -5.2, -4, -3, -2.8, -2.7, -1.6, -0.7, 0.1, 1.1, 1.3, 3.7, 6.4, 36.4, 98],
  ],
  [
    'gb200',
    'moe',
    'exchange',
    'NVIDIA/TensorRT-LLM',
    [-31.2, -18.9, -16.8, -10.2, -4.9, 1.8, 3.5, 4.8, 4.9, 7.2, 8.4, 12, 14, 16.9, 20.1],
  ],
  ['gb200', 'moe', 'mixed', 'NVIDIA/TensorRT-LLM', [-16.1, -10.3, -4.1]],
  [
    'gb200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -1.8, -0.1, 0, 0, 6.1, 12.6, 13.8, 14, 15.5, 16.4, 16.9, 17.7, 29.7, 31.1, 49.1, 63.9, 64, 64.1, 85.9,
      172.1,
    ],
  ],
  ['h100', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [-7.5, -4.4]],
  [
    'h100',
    'dense',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [-26.4, -24.7, -21, -14.1, -12.8, -12.6, -9.3, -5.5, -3.7],
  ],
  ['h100', 'dense', 'mixed', 'vllm-project/vllm-project.github.io', [11.5, 15.8]],
  ['h100', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [-22.1, -1.1]],
  [
    'h100',
    'moe',
    'exchange',
    'ai-dynamo/aiconfigurator',
    [-7.3, -5.8, -2.6, 6.3, 7.3, 7.3, 12.7, 13.1, 14.2, 15.1, 26.1, 46.1],
  ],
  ['h100', 'moe', 'mixed', 'NVIDIA/TensorRT-LLM', [-66.5, -56.8, -21.9, -13.7]],
  ['h100', 'moe', 'mixed', 'ai-dynamo/aiconfigurator', [-5.8, -4, 0.9, 1.7]],
  ['h100', 'moe', 'prefill', 'lm-sys/lm-sys.github.io', [-12.9, -11.4, -9.4, -0.5]],
  ['h200', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [-1.6, 7, 8.5, 15.9]],
  [
    'h200',
    'dense',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -32.6, -22.5, -13.3, -8.4, -7.6, -4.7, -2.1, -1.9, -1.1, -0.6, -0.1, 0.2, 1, 1.9, 3.5, 4, 5, 5.9, 6,
      7.4, 8, 8, 8.8, 8.8, 9.3, 9.5, 11.6, 16.9,
    ],
  ],
  ['h200', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [-37, -28.7, -27.5, -25.3]],
  [
    'h200',
    'moe',
    'mixed',
    'NVIDIA/TensorRT-LLM',
    [-61.6, -57.6, -55.4, -55.3, -48.8, -37.6, -34.4, -21.6, -4.1, 0.5, 15.2, 22.6],
  ],
  ['h200', 'moe', 'mixed', 'SemiAnalysisAI/InferenceX', [-1.6, 1, 11.9, 14.7]],
  [
    'h200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -25.1, -23.6, -23.1, -23, -22.3, -21.2, -19.3, -18.3, -18.1, -17.9, -16.9, -15.5, -13.5, -12.9, -10.9,
      -10.5, -8.9, -7, -7, -5.7, -3.4, -1.5, -1.1, -0.1, 3.2, 5.8, 11, 13.8, 14.6, 15.7, 16.9, 17.2, 17.7,
      19.3, 20.9, 22.7, 22.7, 27.9, 28, 28.2, 31.1, 31.5,
    ],
  ],
  ['h800', 'moe', 'decode', 'deepseek-ai/open-infra-index', [17]],
  ['h800', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [29.3]],
  ['h800', 'moe', 'prefill', 'deepseek-ai/open-infra-index', [-41.8, -38.7]],
  ['h800', 'moe', 'prefill', 'lm-sys/lm-sys.github.io', [9.6]],
  ['rtx-4090', 'moe', 'decode', 'kvcache-ai/ktransformers', [-3.3, -0.2, 1, 1.8]],
];

export const MEASURED_SERVICES: readonly MeasuredService[] = GROUPS.flatMap(
  ([device, kind, phase, source, errorsPct]) =>
    errorsPct.map((errorPct) => ({ device, kind, phase, source, errorPct })),
);
