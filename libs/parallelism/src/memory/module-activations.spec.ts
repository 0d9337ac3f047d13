import {
  MODELS,
  RECOMPUTE_MODULES,
  type RecomputeModule,
  balancedLayerShape,
  layerKinds,
} from '../model/index.js';
import { type WorkloadSpec, WORKLOADS } from '../plan/index.js';
import { keptByLayer, stageActivationBytes } from './activations.js';
import { layerWorkspace } from './workspace.js';
import { layerActivations } from './index.js';

const T = 4096;
const v3 = MODELS['deepseek-v3']!;
const llama = MODELS['llama3-8b']!;
const options = {
  tokens: T,
  sequence: T,
  tensorParallel: 1,
  expertParallel: 64,
  precision: 'bf16',
  recompute: 'selective',
} as const;
const [dense, moe] = [layerKinds(v3)[0]!, layerKinds(v3)[1]!];
const shape = balancedLayerShape(v3, options);
const dropped = (modules: readonly RecomputeModule[], kind = moe): number =>
  layerActivations(v3, kind, { ...shape, recomputeModules: modules }).recomputed;

describe('what a module does not keep, in BF16', () => {
  it('norms: both normed streams', () => {
    expect(dropped(['norms'])).toBe(2 * 2 * T * 7168);
  });

  it('mla-up: queries and keys of 192, values of 128, on 128 heads, and both normed latents', () => {
    expect(dropped(['mla-up'])).toBe(2 * T * 128 * (192 + 192 + 128) + 2 * T * (1536 + 512));
  });

  it('mlp: gate, up and what SwiGLU makes of them, of dense layers', () => {
    expect(dropped(['mlp'], dense)).toBe(2 * T * 3 * 18432);
    expect(dropped(['mlp'])).toBe(0);
  });

  it('moe-activation: what SwiGLU writes of 8 rows a token; shared-experts: all of theirs', () => {
    expect(dropped(['moe-activation'])).toBe(2 * 8 * T * 2048);
    expect(dropped(['shared-experts'])).toBe(2 * T * 3 * 2048);
  });

  it('moe: both of them whole, rows that were received, and the scores of the gate', () => {
    const routed = 2 * 8 * T * (3 * 2048 + 7168);
    expect(dropped(['moe'])).toBe(routed + 2 * T * 3 * 2048 + 4 * T * 256);
    expect(dropped(['moe'], dense)).toBe(0);
  });

  it('is brought back for one layer at a time, whatever the modules', () => {
    const all = layerActivations(v3, moe, { ...shape, recompute: 'none' });
    for (const module of RECOMPUTE_MODULES) {
      const { saved, recomputed } = layerActivations(v3, moe, { ...shape, recomputeModules: [module] });
      expect(saved + recomputed).toBeCloseTo(all.saved, 0);
    }
  });
});

describe('layers that are recomputed as a whole', () => {
  const full = balancedLayerShape(llama, { ...options, recompute: 'full' });
  const layer = layerKinds(llama)[0]!;
  const input = 2 * T * 4096;
  const every = layerActivations(llama, layer, { ...full, recompute: 'none' }).saved;
  const stage = {
    stage: 0,
    firstLayer: 0,
    layers: 8,
    kinds: [8],
    embedding: false,
    head: false,
    mtpModules: 0,
  };
  const workload: WorkloadSpec = { ...WORKLOADS['llama3-8b']!, recompute: 'full' };
  const held = (recomputeMethod: 'uniform' | 'block', recomputeLayers: number): number =>
    stageActivationBytes(llama, stage, full, { ...workload, recomputeMethod, recomputeLayers });

  it('a block keeps the input of its layers and everything of the others', () => {
    expect(held('block', 3)).toBe(3 * input + 5 * every);
    expect(held('block', 8)).toBe(8 * input);
    expect(held('block', 20)).toBe(8 * input);
  });

  it('uniform keeps one input for so many layers', () => {
    expect(held('uniform', 1)).toBe(8 * input);
    expect(held('uniform', 4)).toBe(2 * input);
    expect(held('uniform', 3)).toBe(3 * input);
  });

  it('and has that many in full when the last of them is differentiated', () => {
    const three = { ...workload, recomputeLayers: 3 };
    const kept = keptByLayer(llama, stage, full, three);
    expect(kept.map(({ saved }) => saved)).toEqual([1, 0, 0, 1, 0, 0, 1, 0].map((own) => own * input));
    expect(kept[2]!.recomputed).toBe(3 * every - input);
    const alone = layerWorkspace(llama, layer, full, workload);
    expect(layerWorkspace(llama, layer, full, three) - alone).toBe(2 * every);
  });
});
