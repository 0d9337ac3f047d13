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
  ['b200', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [-22.8, 6.3, 11.4, 12.7]],
  [
    'b200',
    'moe',
    'decode',
    'NVIDIA/TensorRT-LLM',
    [-47.6, -42.9, -37.4, -34.3, -30.4, -23, -21.5, -18.7, -16.4, -15.5, -13.4],
  ],
  [
    'b200',
    'moe',
    'mixed',
    'NVIDIA/TensorRT-LLM',
    [-43.8, -40, -27.5, -25.1, -22.3, -20.6, -19.2, -17.2, -13.9, -11.3, -10.5, -6, -2.6, 0, 8.9, 17.2],
  ],
  [
    'b200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -24.1, -20, -13.9, -13.8, -8.7, -8, -8, -6.8, -4.6, -3.8, -2.2, -1.1, 2.9, 4, 4.1, 4.1, 5.2, 6, 8, 9.2,
      11.1, 11.2, 12.4, 14.1, 14.9, 16.5, 16.6, 17.3, 22.2,
    ],
  ],
  ['gb10', 'dense', 'decode', 'ggml-org/llama.cpp', [-24, -9.9, -0.6, 2.8, 3.2, 4, 4.1]],
  [
    'gb10',
    'moe',
    'decode',
    'ggml-org/llama.cpp',
    [-5.3, -4.9, -3.7, -2.6, -2.4, -2.4, -1.2, -0.3, 0.4, 1.5, 1.7, 4.1, 6.8, 36.6, 98.1],
  ],
  [
    'gb200',
    'moe',
    'exchange',
    'NVIDIA/TensorRT-LLM',
    [-31.2, -18.9, -16.8, -10.2, -4.9, 1.8, 3.5, 4.8, 4.9, 7.2, 8.4, 12, 14, 16.9, 20.1],
  ],
  ['gb200', 'moe', 'mixed', 'NVIDIA/TensorRT-LLM', [-15.8, -9.6, -3.2]],
  [
    'gb200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -1.8, 0, 0.1, 0.1, 6.2, 12.7, 13.9, 14, 15.6, 16.5, 17.1, 17.7, 29.7, 31.1, 49.1, 64, 64, 64.7, 86.3,
      169.6,
    ],
  ],
  ['h100', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [-6.3, -3.5]],
  [
    'h100',
    'dense',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [-26.3, -24.5, -21, -13.8, -12.7, -12.5, -9, -5.3, -3.6],
  ],
  ['h100', 'dense', 'mixed', 'vllm-project/vllm-project.github.io', [11.9, 16.3]],
  ['h100', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [-22, -1]],
  [
    'h100',
    'moe',
    'exchange',
    'ai-dynamo/aiconfigurator',
    [-7.3, -5.8, -2.6, 6.3, 7.3, 7.3, 12.7, 13.1, 14.2, 15.1, 26.1, 46.1],
  ],
  ['h100', 'moe', 'mixed', 'NVIDIA/TensorRT-LLM', [-66.4, -56.6, -21.8, -13.6]],
  ['h100', 'moe', 'mixed', 'ai-dynamo/aiconfigurator', [-5.8, -4, 0.9, 1.7]],
  ['h100', 'moe', 'prefill', 'lm-sys/lm-sys.github.io', [-12.5, -11, -8.9, 0]],
  ['h200', 'dense', 'mixed', 'NVIDIA/TensorRT-LLM', [0, 8.5, 9.1, 17.2]],
  [
    'h200',
    'dense',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -32.2, -22.3, -13.1, -8, -7.3, -3.8, -1.3, -1, -0.9, -0.2, 0.7, 0.9, 1.9, 2.6, 3.6, 4.4, 5.5, 6.3, 6.7,
      7.6, 8.2, 8.5, 9, 9, 9.6, 10.6, 12.8, 18.4,
    ],
  ],
  ['h200', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [-36.9, -28.7, -27.4, -25.3]],
  [
    'h200',
    'moe',
    'mixed',
    'NVIDIA/TensorRT-LLM',
    [-61.5, -57.6, -55.3, -55.1, -48.6, -37.4, -34.3, -21.4, -4.1, 0.8, 15.4, 23],
  ],
  ['h200', 'moe', 'mixed', 'SemiAnalysisAI/InferenceX', [-1.6, 1.1, 11.9, 14.7]],
  [
    'h200',
    'moe',
    'mixed',
    'ai-dynamo/aiconfigurator',
    [
      -25, -23.6, -23.1, -23, -22.2, -21.2, -19.3, -18.3, -18, -17.9, -16.9, -15.5, -13.5, -12.9, -10.9,
      -10.4, -8.8, -7, -7, -5.6, -3.4, -1.4, -1.1, 0, 3.2, 5.9, 11, 13.9, 14.6, 15.7, 16.9, 17.2, 17.7, 19.4,
      20.9, 22.7, 22.8, 28, 28.1, 28.3, 31.2, 31.7,
    ],
  ],
  ['h800', 'moe', 'decode', 'deepseek-ai/open-infra-index', [17.1]],
  ['h800', 'moe', 'decode', 'lm-sys/lm-sys.github.io', [29.4]],
  ['h800', 'moe', 'prefill', 'deepseek-ai/open-infra-index', [-41.5, -38.4]],
  ['h800', 'moe', 'prefill', 'lm-sys/lm-sys.github.io', [10.1]],
  ['rtx-4090', 'moe', 'decode', 'kvcache-ai/ktransformers', [-0.4, 2.9, 3.9, 4.1]],
];

export const MEASURED_SERVICES: readonly MeasuredService[] = GROUPS.flatMap(
  ([device, kind, phase, source, errorsPct]) =>
    errorsPct.map((errorPct) => ({ device, kind, phase, source, errorPct })),
);
