/**
 * A published serving measurement as a document, by rules on its columns alone. What a row leaves open takes
 * the default that is named.
 */
import { type ModelSpec } from '@railyard/parallelism';
import { poolMemory, serve } from '@railyard/serving';
import { API_VERSION } from '../../document.js';
import { prepareServing } from '../../serving/index.js';
import { clusterOf, modelOf } from './named-parts.js';
import { poolsOf, type StatedPools } from './pools-of-row.js';
import { NotStated, lengthIn, numberIn, type ServingRow } from './published-service.js';

type Plain = Readonly<Record<string, unknown>>;

/** Lengths that InferenceX draws: 80 to 100 % of the nominal one. */
const DRAWN_LENGTH = 0.9;

/** Tokens of a pass of prefill where a row of one says nothing; of an engine's step, and of its chunks. */
const PREFILL_TOKENS = 16_384;
const ENGINE_TOKENS = 8192;

export interface StatedService {
  readonly document: Plain;
  readonly defaults: readonly string[];
}

/**
 * @param speed tokens/s of a user where another row of the service gives it: a rate without a batch is that
 *   at this speed
 * @throws NotStated when a column that decides is missing, or says what cannot be said.
 */
export function documentOfService(row: ServingRow, speed?: number): StatedService {
  const defaults: string[] = [];
  const model = modelOf(row);
  const { cluster, gpusPerNode } = clusterOf(row);
  const pools = poolsOf(row, model, gpusPerNode);
  const batch = batchOf(row, pools, speed);
  const host = hostExpertsOf(row);
  const document = {
    apiVersion: API_VERSION,
    kind: 'Serving',
    name: row.id,
    cluster,
    model: { preset: model.name },
    ...precisionOf(row, model, defaults),
    cachePrecision: cachePrecisionOf(row, defaults),
    prefill: { ...pools.prefill, ...prefillTokens(row, defaults) },
    decode: { ...pools.decode, batch: typeof batch === 'number' ? batch : 1 },
    requests: { ...requestsOf(row, defaults), ...pools.requests },
    speculation: speculationOf(row),
    ...(host === undefined ? {} : { hostExperts: host }),
    ...(/perfect/i.test(row.notes) ? { routing: { expertLoadCv: 0 } } : {}),
  };
  if (batch === 'at the speed') return { defaults, document: atSpeed(document, speed ?? 0, defaults) };
  return { defaults, document: batch === 'what fits' ? filled(document, defaults) : document };
}

/** As many sequences as the memory holds while some begin and others end. */
function filled(document: Plain, defaults: string[]): Plain {
  const spec = prepareServing(document).document;
  const batch = poolMemory(spec, spec.decode).mostAtMeanLength;
  if (batch === 0) throw new NotStated('The weights leave no room for a sequence.');
  defaults.push('batch: what fits');
  return {
    ...document,
    decode: { ...(document['decode'] as Plain), batch: Math.min(batch, MOST_SEQUENCES) },
  };
}

/** The most sequences that each get their tokens this fast. */
function atSpeed(document: Plain, speed: number, defaults: string[]): Plain {
  const spec = prepareServing(document).document;
  const withBatch = (batch: number) => ({ ...spec, decode: { ...spec.decode, batch } });
  const most = poolMemory(spec, spec.decode).mostAtMeanLength;
  let [low, high] = [1, Math.max(2, Math.min(most, MOST_SEQUENCES) + 1)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (serve(withBatch(middle), spec.seed).decode.tokensPerSPerUser >= speed) low = middle;
    else high = middle;
  }
  defaults.push(`batch: as many as get ${speed} tokens/s each, which another row says`);
  return { ...document, decode: { ...(document['decode'] as Plain), batch: low } };
}

/** What engines keep under way at most by default. */
const MOST_SEQUENCES = 2048;

/** Of a socket: eight channels of DDR5 at 4,800 MT/s (Intel's datasheet of the Xeon Gold 6454S). */
const SOCKET_GBPS = 307.2;

/** `Q4_K_M (experts on CPU)` alongside `2x Xeon Gold 6454S`. */
function hostExpertsOf({ precision, device, framework, notes, n_gpus: gpus }: ServingRow): Plain | undefined {
  if (!/CPU/i.test(precision)) return undefined;
  if (!/ktransformers/i.test(framework) || gpus !== '1')
    throw new NotStated('What lies in the memory of the host, and what on the GPU, is not stated.');
  const sockets = Number(/(\d+)x Xeon Gold 6454S/.exec(device)?.[1] ?? NaN);
  if (Number.isNaN(sockets)) throw new NotStated(`The memory of the host of ${device} is not stated.`);
  const used = /single socket/i.test(notes) ? 1 : sockets;
  return { by: 'processor', bandwidthGBps: used * SOCKET_GBPS };
}

/** Formats with few bits: a weight's with its scales, and which weights have them. */
const NARROW: readonly (readonly [format: RegExp, weights: Plain])[] = [
  [/Q4_K_M.*GPU int4/i, { bits: 4.85, of: 'experts', otherBits: 4.16 }],
  [/MXFP4/i, { bits: 4.25, of: 'experts' }],
  [/AWQ|GPTQ|w4a16|int4/i, { bits: 4.16, of: 'linear' }],
  [/Q4_0/i, { bits: 4.5, of: 'linear', otherBits: 8.5 }],
  [/Q4_K_M/i, { bits: 4.85, of: 'linear', otherBits: 6.6 }],
  [/Q8_0/i, { bits: 8.5, of: 'linear', otherBits: 8.5 }],
];

function precisionOf(row: ServingRow, model: ModelSpec, defaults: string[]): Plain {
  const { precision, device, framework } = row;
  const narrow = NARROW.find(([format]) => format.test(precision));
  if (narrow !== undefined) {
    // llama.cpp's files of such models keep all else in 8 bits.
    const others = /llama\.cpp/i.test(framework) ? { otherBits: 8.5 } : {};
    return { precision: 'bf16', weights: { ...narrow[1], ...others } };
  }
  const blackwell = /^(NVIDIA )?(G?B[23]00|RTX PRO)/i.test(device);
  if (/NVFP4|FP4/i.test(precision))
    return blackwell
      ? { precision: 'nvfp4', ...attentionOf(row, model, defaults) }
      : { precision: 'bf16', weights: { bits: 4.5, of: 'linear' } };
  if (/FP8/i.test(precision)) {
    if (/^A100/.test(device)) throw new NotStated('The device has no FP8.');
    return { precision: model.name.startsWith('deepseek') ? 'fp8' : 'fp8-row' };
  }
  if (/BF16|FP16/i.test(precision)) return { precision: 'bf16' };
  throw new NotStated(`The precision ${precision || '(none)'} is not stated.`);
}

/** FP4 checkpoints of DeepSeek's models keep the projections of attention in BF16. */
function attentionOf({ precision }: ServingRow, model: ModelSpec, defaults: string[]): Plain {
  if (/BF16 attention/i.test(precision)) return { attentionPrecision: 'bf16' };
  if (!model.name.startsWith('deepseek')) return {};
  defaults.push('attention in BF16');
  return { attentionPrecision: 'bf16' };
}

/** Quantized checkpoints of Llama for TensorRT-LLM ask for a cache in FP8. */
function cachePrecisionOf(row: ServingRow, defaults: string[]): 'fp8' | 'bf16' {
  const { kv_precision: stated, precision, framework, model } = row;
  if (/fp8/i.test(stated)) return 'fp8';
  const open = /^$|default|auto|not stated/i.test(stated);
  if (!open || !/FP8|FP4/i.test(precision) || !/llama/i.test(model)) return 'bf16';
  if (!/trt-?llm|tensorrt/i.test(framework)) return 'bf16';
  defaults.push('cache in FP8, as the checkpoint asks');
  return 'fp8';
}

/** `16384 tokens` is a pass of prefill. Engines that mix take chunks along with the steps of decode. */
function prefillTokens({ batch_per_gpu: cell, phase, framework, notes }: ServingRow, defaults: string[]) {
  const stated = Number(/^(\d+) tokens$/.exec(cell)?.[1] ?? NaN);
  if (!Number.isNaN(stated)) return { tokens: stated };
  defaults.push('tokens of a pass');
  if (phase === 'prefill') return { tokens: PREFILL_TOKENS };
  const most = Number(/max_num_(?:batched_)?tokens (\d+)/.exec(notes)?.[1] ?? ENGINE_TOKENS);
  const mixes = phase === 'mixed' && /vllm|trt-?llm|tensorrt/i.test(framework);
  return { tokens: ENGINE_TOKENS, ...(mixes ? { chunk: most } : {}) };
}

/** Sequences of a replica, or what decides on them. */
function batchOf(
  row: ServingRow,
  { decode, replicas }: StatedPools,
  speed: number | undefined,
): number | 'what fits' | 'at the speed' {
  if (row.phase === 'prefill') return 1;
  const concurrency = numberIn(row.concurrency);
  const perGpu = numberIn(row.batch_per_gpu);
  const attention = decode.gpus / decode.tensor;
  const batch =
    perGpu !== undefined && (attention > 1 || concurrency === undefined)
      ? perGpu * decode.tensor
      : concurrency === undefined
        ? undefined
        : concurrency / replicas;
  if (batch !== undefined) return Math.max(1, Math.round(batch));
  if (/offline|maximum throughput|peak output/i.test(`${row.framework} ${row.notes}`)) return 'what fits';
  if (speed !== undefined && row.phase === 'decode') return 'at the speed';
  throw new NotStated('The row gives neither a batch nor a concurrency.');
}

function requestsOf(row: ServingRow, defaults: string[]): Plain {
  const drawn = row.id.startsWith('ix') ? DRAWN_LENGTH : 1;
  const prompt = lengthIn(row.input_len) ?? lengthIn(row.context);
  if (prompt === undefined && row.phase !== 'prefill')
    throw new NotStated('The row gives no length of prompts.');
  if (prompt === undefined) defaults.push('length of prompts');
  const output = lengthIn(row.output_len);
  if (output === undefined) defaults.push('length of answers');
  return {
    ...(prompt === undefined ? {} : { promptTokens: Math.max(1, Math.round(prompt * drawn)) }),
    outputTokens: Math.max(1, Math.round((output ?? 1) * drawn)),
    ...cachedOf(row),
  };
}

/** Rates that count tokens whose cache was kept. */
function cachedOf({ notes }: ServingRow): Plain {
  const share = /incl.*cache hits \(([\d.]+)% of input\)/.exec(notes)?.[1];
  return share === undefined ? {} : { cachedShare: Number(share) / 100 };
}

/** `2.18 tokens/step`: what is kept of a step, the sure token included. */
function speculationOf(row: ServingRow): Plain {
  const depth = Number(/^\d+/.exec(row.mtp_depth)?.[0] ?? 0);
  if (depth === 0) return { depth };
  const kept = Number(/([\d.]+) tokens\/step/.exec(row.acceptance)?.[1] ?? NaN);
  if (Number.isNaN(kept)) throw new NotStated('The row gives no acceptance of drafted tokens.');
  return { depth, acceptance: acceptanceOf(depth, kept) };
}

/** The probability p with 1 + p + ... + p^depth = kept. */
function acceptanceOf(depth: number, kept: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const p = (low + high) / 2;
    let [sum, power] = [1, 1];
    for (let k = 0; k < depth; k += 1) sum += power *= p;
    if (sum < kept) low = p;
    else high = p;
  }
  return (low + high) / 2;
}
