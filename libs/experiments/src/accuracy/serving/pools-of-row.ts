/** How a row divides its GPUs: one pool, copies of one, or pools of two sizes that its notes describe. */
import { type ModelSpec } from '@railyard/parallelism';
import { NotStated, numberIn, type ServingRow } from './published-service.js';

interface Pool {
  readonly gpus: number;
  readonly tensor: number;
  readonly expert: number;
  readonly redundantExperts: number;
  readonly overlap: boolean;
  readonly instances?: number;
}

export interface StatedPools {
  readonly prefill: Pool;
  readonly decode: Pool;
  /** Replicas of attention that share the row's requests. */
  readonly replicas: number;
  readonly requests: { readonly concurrency?: number };
}

/** `2 prefill worker(s) of 8 GPUs (tp 1 dp 8), 1 decode worker(s) of 32 GPUs` */
const WORKERS = new RegExp(
  String.raw`(\d+) prefill workers?(?:\(s\))? of (\d+) GPUs \(tp (\d+) dp \d+\), ` +
    String.raw`(\d+) decode workers?(?:\(s\))? of (\d+) GPUs`,
);

/** @throws NotStated when the columns do not make the GPUs. */
export function poolsOf(row: ServingRow, model: ModelSpec, gpusPerNode: number): StatedPools {
  const gpus = numberIn(row.n_gpus);
  if (gpus === undefined) throw new NotStated('The row gives no number of GPUs.');
  if ((numberIn(row.pp) ?? 1) > 1)
    throw new NotStated('Layers divided over GPUs are not modelled in serving.');
  const workers = WORKERS.exec(row.notes);
  if (workers !== null) return twoPools(row, model, workers.slice(1).map(Number));
  if (/disagg/i.test(row.notes) && row.phase === 'mixed')
    throw new NotStated('Pools of two sizes are not in the columns.');
  const data = numberIn(row.dp) ?? 1;
  const tensor = numberIn(row.tp) ?? (data > 1 ? 1 : gpus);
  const ofInstance = tensor * data;
  if (gpus % ofInstance !== 0 && gpus !== tensor)
    throw new NotStated(`tp ${tensor} and dp ${data} do not make ${gpus} GPUs.`);
  const instance = gpus === tensor ? gpus : ofInstance;
  const pool = {
    ...poolOf(row, model, instance, tensor),
    overlap: instance > gpusPerNode / 2 && overlaps(row),
  };
  return { prefill: pool, decode: pool, replicas: gpus / tensor, requests: {} };
}

/** Sequences of a GPU from which two micro-batches gain in decode (SGLang: between 64 and 128). */
const GAINS_FROM = 128;

/** Where nothing is said, experts over several nodes work on two micro-batches when that gains. */
function overlaps({ notes, phase, batch_per_gpu: batch, ep }: ServingRow): boolean {
  if (/(no|without) two-batch/i.test(notes)) return false;
  if (/two-batch|two micro-batch|dual micro-batch/i.test(notes)) return true;
  if ((numberIn(ep) ?? 1) === 1) return false;
  return phase === 'prefill' || (phase === 'decode' && (numberIn(batch) ?? 0) >= GAINS_FROM);
}

function twoPools(row: ServingRow, model: ModelSpec, workers: readonly number[]): StatedPools {
  const [prefills = 1, prefillGpus = 1, prefillTensor = 1, decodes = 1, decodeGpus = 1] = workers;
  const tensor = numberIn(row.tp) ?? 1;
  const concurrency = numberIn(row.concurrency);
  return {
    prefill: { ...poolOf(row, model, prefillGpus, prefillTensor), instances: prefills },
    decode: { ...poolOf(row, model, decodeGpus, tensor), instances: decodes },
    replicas: (decodes * decodeGpus) / tensor,
    requests: concurrency === undefined ? {} : { concurrency },
  };
}

function poolOf(row: ServingRow, model: ModelSpec, gpus: number, tensor: number): Pool {
  const { moe } = model;
  const whole = { gpus, tensor, overlap: false };
  if (moe === undefined) return { ...whole, expert: 1, redundantExperts: 0 };
  const stated = numberIn(row.ep) ?? 1;
  // Replicas share the experts of all; one replica may split every expert.
  const expert = (gpus > tensor && stated === 1) || gpus % stated !== 0 ? gpus : stated;
  const places = expert * Math.ceil(moe.routedExperts / expert);
  return { ...whole, expert, redundantExperts: places - moe.routedExperts + spareOf(row, expert) };
}

/** Copies that the notes name, as far as they fill every GPU. */
function spareOf({ notes }: ServingRow, expert: number): number {
  const named = Number(/(\d+) redundant experts/i.exec(notes)?.[1] ?? 0);
  return named % expert === 0 ? named : 0;
}
