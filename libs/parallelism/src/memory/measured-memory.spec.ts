/**
 * Single-GPU training steps whose memory was measured (test/data/training-memory.json): what layers keep, and
 * the peak of all tensors, wherever in the step it lies.
 */
import { readFileSync } from 'node:fs';
import { CLUSTERS } from '@railyard/cluster';
import { MODELS, type ModelSpec, parameterCounts } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec, assignStages, layerShape } from '../plan/index.js';
import { scheduleFor } from '../schedule/index.js';
import { estimateMemory, stageActivationBytes } from './index.js';

interface Row {
  readonly kind: 'llama' | 'gpt';
  readonly hidden: number;
  readonly heads: number;
  readonly kv: number;
  readonly ffn: number;
  readonly layers: number;
  readonly vocab: number;
  readonly batch: number;
  readonly seq: number;
  readonly compiled: boolean;
  readonly recompute: 'none' | 'full';
  readonly fp32Loss: boolean;
  readonly parameters: number;
  readonly layersBytes: number;
  readonly peakBytes: number;
  readonly reservedBytes: number;
  readonly outsideBytes: number;
}

const { rows } = JSON.parse(
  readFileSync(new URL('../../../../test/data/training-memory.json', import.meta.url), 'utf8'),
) as { readonly rows: readonly Row[] };

function modelOf(row: Row): ModelSpec {
  const { kind, hidden, heads, kv } = row;
  const gpt: Partial<ModelSpec> =
    kind === 'gpt' ? { activation: 'gelu', norm: 'layernorm', positions: 'none', ffnBias: true } : {};
  return {
    ...MODELS['llama3-8b']!,
    name: kind,
    layers: row.layers,
    hidden,
    denseHidden: row.ffn,
    vocabulary: row.vocab,
    attention: { kind: 'gqa', heads, keyValueHeads: kv, headDim: hidden / heads },
    tiedEmbedding: false,
    ...gpt,
  };
}

function workloadOf(row: Row): WorkloadSpec {
  return {
    ...WORKLOADS['llama3-8b']!,
    model: modelOf(row),
    parallelism: { pipeline: 1, tensor: 1, expert: 1, data: 1, zeroStage: 0, placement: 'packed' },
    batch: { sequenceLength: row.seq, globalSequences: row.batch, microBatchSequences: row.batch },
    optimizer: { kind: 'adamw', masterBytes: 0, momentBytes: 2, gradientBytes: 2 },
    recompute: row.recompute,
    software: {
      level: row.compiled ? 'torchtitan-2025' : 'eager-pytorch',
      fused: { projections: true, loss: !row.fp32Loss },
    },
  };
}

describe.each(rows)('$kind $layers x $hidden, $recompute, compiled $compiled, FP32 loss $fp32Loss', (row) => {
  const workload = workloadOf(row);
  const stages = assignStages(workload, 1, { kinds: [1], embedding: 0, head: 0, mtp: 0 });
  const schedule = scheduleFor({
    name: '1f1b',
    ranks: 1,
    microBatches: 1,
    chunksPerDevice: 1,
    sends: 'eager',
  });
  const [rank] = estimateMemory(CLUSTERS['h200-8']!, workload, { schedule, stages }).ranks;

  it('has its parameters', () => {
    expect(parameterCounts(workload.model).total / row.parameters - 1).toBeCloseTo(0, 3);
  });

  it('keeps in its layers what was measured, within 1 %', () => {
    const layers = stageActivationBytes(
      workload.model,
      { ...stages[0]!, head: false },
      layerShape(workload),
      workload,
    );
    const embedded = 2 * row.batch * row.seq * row.hidden;
    expect(Math.abs((layers + embedded) / row.layersBytes - 1)).toBeLessThan(0.01);
  });

  it('peaks where it was measured, within 1.5 %', () => {
    expect(Math.abs((1e9 * rank!.allocatedGB) / row.peakBytes - 1)).toBeLessThan(0.015);
  });

  it('leaves outside of tensors what was measured, within a tenth of the peak', () => {
    const outside = row.reservedBytes - row.peakBytes + row.outsideBytes;
    expect(Math.abs(1e9 * rank!.reserveGB - outside) / row.peakBytes).toBeLessThan(0.1);
  });
});
