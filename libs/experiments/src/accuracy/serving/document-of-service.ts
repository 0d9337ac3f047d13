/**
 * A published serving measurement as a document, by rules on its columns alone. What a row leaves open takes
 * the default that is named.
 */
import { MODELS, type ModelSpec } from '@railyard/parallelism';
import { API_VERSION } from '../../document.js';
import { numberIn, type ServingRow } from './published-service.js';

type Plain = Readonly<Record<string, unknown>>;

/** Why a row cannot be said. */
export class NotStated extends Error {}

const CLUSTERS: readonly (readonly [device: RegExp, preset: string, gpusPerNode: number])[] = [
  [/^H800\b/, 'h800-2048-mpft', 8],
  [/^H100\b/, 'h100-128', 8],
  [/^H200\b/, 'h200-128', 8],
  [/^B200\b/, 'b200-128', 8],
  [/^B300\b/, 'b300-128', 8],
  [/^GB200\b/, 'gb200-72', 72],
  [/^A100\b/, 'a100-128', 8],
];

/** Names under which models are served, and the preset of the same architecture. */
const MODEL_NAMES: readonly (readonly [name: RegExp, preset: string])[] = [
  [/^DeepSeek-(V3|R1)/i, 'deepseek-v3'],
  [/^Llama-?3\.1-8B/i, 'llama3-8b'],
  [/^Llama-?3(\.[13])?-70B/i, 'llama3-70b'],
  [/^Llama-?3\.1-405B/i, 'llama3.1-405b'],
  [/^gpt-oss-120b/i, 'gpt-oss-120b'],
  [/^gpt-oss-20b/i, 'gpt-oss-20b'],
  [/^Qwen3-235B/i, 'qwen3-235b-a22b'],
  [/^Qwen3-30B-A3B/i, 'qwen3-30b-a3b'],
];

/** Lengths that InferenceX draws: 80 to 100 % of the nominal one. */
const DRAWN_LENGTH = 0.9;

export interface StatedService {
  readonly document: Plain;
  readonly defaults: readonly string[];
}

/** @throws NotStated when a column that decides is missing, or says what cannot be said. */
export function documentOfService(row: ServingRow): StatedService {
  const defaults: string[] = [];
  const model = modelOf(row);
  const cluster = clusterOf(row);
  const pool = poolOf(row, model, cluster.gpusPerNode);
  const { batch, tokens } = batchOf(row, pool, defaults);
  return {
    defaults,
    document: {
      apiVersion: API_VERSION,
      kind: 'Serving',
      name: row.id,
      cluster: { preset: cluster.preset },
      model: { preset: model.name },
      precision: precisionOf(row, model),
      cachePrecision: /fp8/i.test(row.kv_precision) ? 'fp8' : 'bf16',
      prefill: { ...pool, tokens },
      decode: { ...pool, batch },
      requests: requestsOf(row, defaults),
      speculation: speculationOf(row),
      ...(/perfect/i.test(row.notes) ? { routing: { expertLoadCv: 0 } } : {}),
    },
  };
}

function modelOf({ model }: ServingRow): ModelSpec {
  const preset = MODEL_NAMES.find(([name]) => name.test(model))?.[1];
  const found = preset === undefined ? undefined : MODELS[preset];
  if (found === undefined) throw new NotStated(`There is no model preset for ${model}.`);
  return found;
}

function clusterOf({ device }: ServingRow): { readonly preset: string; readonly gpusPerNode: number } {
  const found = CLUSTERS.find(([name]) => name.test(device));
  if (found === undefined) throw new NotStated(`There is no cluster preset for the device ${device}.`);
  return { preset: found[1], gpusPerNode: found[2] };
}

function precisionOf({ precision, device }: ServingRow, model: ModelSpec): string {
  if (/MXFP4|int4|Q4/i.test(precision))
    throw new NotStated('Weights of 4 bits with 16-bit products are not stated yet.');
  if (/NVFP4|FP4/i.test(precision)) return 'nvfp4';
  if (/FP8/i.test(precision)) {
    if (/^A100/.test(device)) throw new NotStated('The device has no FP8.');
    return model.name.startsWith('deepseek') ? 'fp8' : 'fp8-row';
  }
  if (/BF16|FP16/i.test(precision)) return 'bf16';
  throw new NotStated(`The precision ${precision || '(none)'} is not stated.`);
}

interface Pool {
  readonly gpus: number;
  readonly tensor: number;
  readonly expert: number;
  readonly redundantExperts: number;
  readonly overlap: boolean;
}

function poolOf(row: ServingRow, model: ModelSpec, gpusPerNode: number): Pool {
  const gpus = numberIn(row.n_gpus);
  if (gpus === undefined) throw new NotStated('The row gives no number of GPUs.');
  if (/PD|prefill.*decode pools/i.test(row.notes) && row.phase === 'mixed' && /disagg/i.test(row.notes))
    throw new NotStated('Pools of two sizes are not in the columns.');
  const data = numberIn(row.dp) ?? 1;
  const tensor = data > 1 ? (numberIn(row.tp) ?? 1) : (numberIn(row.tp) ?? gpus);
  const replicas = data > 1 ? data : 1;
  if (tensor * replicas !== gpus && tensor !== gpus)
    throw new NotStated(`tp ${tensor} and dp ${replicas} do not make ${gpus} GPUs.`);
  const { moe } = model;
  const expert = moe === undefined ? 1 : expertsOver(row, gpus, replicas);
  const places = moe === undefined ? 0 : expert * Math.ceil(moe.routedExperts / expert);
  return {
    gpus,
    tensor,
    expert,
    redundantExperts: moe === undefined ? 0 : places - moe.routedExperts + spareOf(row, expert),
    overlap: gpus > gpusPerNode / 2 && /two-batch|two micro-batch|dual micro-batch/i.test(row.notes),
  };
}

/** Replicas share the experts of all; one replica may split every expert. */
function expertsOver(row: ServingRow, gpus: number, replicas: number): number {
  const expert = numberIn(row.ep) ?? 1;
  if (replicas > 1 && expert === 1) return gpus;
  return gpus % expert === 0 ? expert : gpus;
}

/** Copies that the notes name, as far as they fill every GPU. */
function spareOf({ notes }: ServingRow, expert: number): number {
  const named = Number(/(\d+) redundant experts/i.exec(notes)?.[1] ?? 0);
  return named % expert === 0 ? named : 0;
}

/** `16384 tokens` is a pass of prefill. */
function batchOf(
  row: ServingRow,
  pool: Pool,
  defaults: string[],
): { readonly batch: number; readonly tokens: number } {
  const tokens = Number(/^(\d+) tokens$/.exec(row.batch_per_gpu)?.[1] ?? NaN);
  if (row.phase === 'prefill') {
    if (Number.isNaN(tokens)) defaults.push('tokens of a pass');
    return { batch: 1, tokens: Number.isNaN(tokens) ? 16_384 : tokens };
  }
  defaults.push('tokens of a pass');
  const replicas = pool.gpus / pool.tensor;
  const concurrency = numberIn(row.concurrency);
  const perGpu = numberIn(row.batch_per_gpu);
  const batch =
    perGpu !== undefined && replicas > 1
      ? perGpu * pool.tensor
      : concurrency === undefined
        ? undefined
        : concurrency / replicas;
  if (batch === undefined) throw new NotStated('The row gives neither a batch nor a concurrency.');
  return { batch: Math.max(1, Math.round(batch)), tokens: 8192 };
}

function requestsOf(row: ServingRow, defaults: string[]): Plain {
  const drawn = row.id.startsWith('ix') ? DRAWN_LENGTH : 1;
  const prompt = numberIn(row.input_len) ?? numberIn(row.context);
  if (prompt === undefined) throw new NotStated('The row gives no length of prompts.');
  const output = numberIn(row.output_len);
  if (output === undefined) defaults.push('length of answers');
  return {
    promptTokens: Math.max(1, Math.round(prompt * drawn)),
    outputTokens: Math.max(1, Math.round((output ?? 1) * drawn)),
  };
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
