/** Presets under the names that publications use: models and machines. */
import { CLUSTERS } from '@railyard/cluster';
import { MODELS, type ModelSpec } from '@railyard/parallelism';
import { NotStated, type ServingRow } from './published-service.js';

/** Names under which models are served, and the preset of the same architecture; the first that fits. */
const MODEL_NAMES: readonly (readonly [name: RegExp, preset: string])[] = [
  [/Distill-Llama-70B/i, 'llama3-70b'],
  [/Distill-Llama-8B/i, 'llama3-8b'],
  [/Distill-Qwen-(7|14|32)B/i, 'qwen2.5-$1b'],
  [/DeepSeek-V2-Lite/i, 'deepseek-v2-lite'],
  [/DeepSeek-V2\b/i, 'deepseek-v2'],
  [/DeepSeek-V3\.2/i, 'deepseek-v3.2'],
  [/DeepSeek-(V3|R1)/i, 'deepseek-v3'],
  [/Llama-?3(\.[13])?-70B/i, 'llama3-70b'],
  [/Llama-?3(\.1)?-8B/i, 'llama3-8b'],
  [/Llama-?3\.1-405B/i, 'llama3.1-405b'],
  [/Llama-?3\.2-([13])B/i, 'llama3.2-$1b'],
  [/Llama-?2-(7|13|70)b/i, 'llama2-$1b'],
  [/Llama-?4-(Scout|Maverick)/i, 'llama4-$1'],
  [/gpt-oss-(20|120)b/i, 'gpt-oss-$1b'],
  [/Mixtral-8x(7|22)B/i, 'mixtral-8x$1b'],
  [/Mistral-7B/i, 'mistral-7b'],
  [/QwQ-32B/i, 'qwen2.5-32b'],
  [/Qwen2\.5-(?:Coder-)?(7|14|32|72)B/i, 'qwen2.5-$1b'],
  [/Qwen3-235B/i, 'qwen3-235b-a22b'],
  [/Qwen3-(?:Coder-)?30B-A3B/i, 'qwen3-30b-a3b'],
  [/Qwen3-Coder-480B/i, 'qwen3-coder-480b-a35b'],
  [/Qwen3-Next-80B/i, 'qwen3-next-80b-a3b'],
  [/Qwen3-(8|32)B/i, 'qwen3-$1b'],
  [/Kimi-K2/i, 'kimi-k2'],
  [/GLM-4\.[56]-Air/i, 'glm-4.5-air'],
  [/GLM-4\.[56]/i, 'glm-4.5'],
  [/Gemma-?2-(9|27)b/i, 'gemma2-$1b'],
  [/Gemma-?3-(12|27)b/i, 'gemma3-$1b'],
  [/Phi-4\b/i, 'phi-4'],
];

/** @throws NotStated when no preset has the architecture. */
export function modelOf({ model }: ServingRow): ModelSpec {
  for (const [name, preset] of MODEL_NAMES) {
    const match = name.exec(model);
    if (match === null) continue;
    const found = MODELS[preset.replace('$1', match[1] ?? '').toLowerCase()];
    if (found !== undefined) return found;
  }
  throw new NotStated(`There is no model preset for ${model}.`);
}

/** The start of a device's name, and the machine that it is found in; the first that fits. */
const DEVICE_NAMES: readonly (readonly [name: RegExp, preset: string])[] = [
  [/^H100.*PCIe(?! gen5 host)/i, 'h100-pcie'],
  [/^A100.*(40 ?GB|40G)/i, 'a100-40'],
  [/^A100.*PCIe/i, 'a100-pcie'],
  [/^(GB[23]00|H[128]00|H20|B[23]00|A[18]00|L40S|V100|MI300X|MI355X)\b/i, '$1'],
];

/** GPUs of the smallest machine in which rows are placed. */
const SMALL = 128;

export interface StatedCluster {
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly gpusPerNode: number;
}

/** @throws NotStated when no preset has the device. */
export function clusterOf({ device, n_gpus: gpus }: ServingRow): StatedCluster {
  const plain = device.replace(/^(\d+ ?x )?(NVIDIA |AMD )?/i, '');
  if (/GB10\b/.test(plain))
    return { cluster: { preset: 'l40s-8', device: { preset: 'gb10' } }, gpusPerNode: 1 };
  // One GPU of a PC, with or without a D: the same memory, a ninth fewer SMs.
  if (/^RTX 4090/.test(plain))
    return { cluster: { preset: 'l40s-8', device: { preset: 'rtx-4090' } }, gpusPerNode: 1 };
  if (/^H800\b/.test(plain)) return { cluster: { preset: 'h800-2048-mpft' }, gpusPerNode: 8 };
  for (const [name, preset] of DEVICE_NAMES) {
    const match = name.exec(plain);
    if (match === null) continue;
    const found = preset.replace('$1', match[1] ?? '').toLowerCase();
    const size = found.startsWith('gb') ? 72 : Number(gpus) > SMALL ? 1024 : SMALL;
    const known = CLUSTERS[`${found}-${size}`] ?? CLUSTERS[`${found}-64`];
    if (known !== undefined) return { cluster: { preset: known.name }, gpusPerNode: known.gpusPerNode };
  }
  throw new NotStated(`There is no cluster preset for the device ${device}.`);
}
