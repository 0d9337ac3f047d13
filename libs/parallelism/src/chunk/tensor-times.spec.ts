/** Tensor collectives between kernels, and alongside the pieces of their products. */
import { DEVICES } from '@railyard/cluster';
import {
  MODELS,
  type GemmOperation,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  layerKinds,
  layerOperations,
} from '../model/index.js';
import { besideCollective, concurrentSeconds } from './concurrent.js';
import { operationSeconds } from './operation-seconds.js';
import { type TensorTimes, exposedTensor, tensorAddition } from './tensor-times.js';

const device = DEVICES['h100']!;
const model = MODELS['llama3-70b']!;
const [kind] = layerKinds(model);
const RANKS = 8;
const shape = balancedLayerShape(model, {
  tokens: 8192,
  sequence: 8192,
  tensorParallel: RANKS,
  expertParallel: 1,
  precision: 'bf16',
  recompute: 'none',
});
const situation = { persistentSms: 132, freeSms: 132, contended: false };
const of = (
  gather: number,
  scatter: number,
  beside: TensorTimes['beside'] = 'products',
  gradientGather = gather,
) =>
  tensorAddition(device, model, kind!, shape, situation, {
    tensorSeconds: gather + scatter,
    tensorTimes: { gather, gradientGather, scatter, beside },
  });
const product = (name: string) =>
  layerOperations(model, kind!, shape).find((operation) => operation.name === name) as GemmOperation;

describe('between kernels', () => {
  it('all of it is waited for, in each block and pass', () => {
    expect(of(3, 4, 'nothing')).toMatchObject({
      mixer: { forward: { seconds: 7, exposed: 7 }, backward: { seconds: 7, exposed: 7 } },
      ffn: { forward: { seconds: 7, exposed: 7 }, backward: { seconds: 7, exposed: 7 } },
    });
    expect(exposedTensor(of(3, 4, 'nothing'))).toEqual({ forward: 14, backwardInput: 14, backwardWeight: 0 });
  });
});

describe('alongside the products that a backward leaves free', () => {
  const named = (name: string, operations: typeof layerOperations) =>
    operations(model, kind!, shape).find((operation) => operation.name === name) as GemmOperation;
  const longer = (operation: GemmOperation, wire: number) => {
    const alone = operationSeconds(device, operation, situation);
    const slowed = operationSeconds(device, operation, besideCollective(situation));
    const both = concurrentSeconds(alone, slowed, wire);
    return { seconds: both.seconds - alone, exposed: both.exposed };
  };

  it.each([1e-4, 5e-3])('%f s: the forward waits for both, the backward for its gradient alone', (wire) => {
    const { mixer, ffn } = of(wire, 2 * wire, 'weights', 3 * wire);
    for (const [added, first] of [
      [mixer, 'qkv'],
      [ffn, 'dense_gate_up'],
    ] as const) {
      const again = longer(named(first, backwardInputOperations), wire);
      const scatter = longer(named(first, backwardWeightOperations), 2 * wire);
      expect(added.forward).toEqual({ seconds: 3 * wire, exposed: 3 * wire });
      expect(added.backward.seconds).toBeCloseTo(3 * wire + again.seconds + scatter.seconds, 12);
      expect(added.backward.exposed).toBeCloseTo(3 * wire + again.exposed + scatter.exposed, 12);
    }
  });
});

describe('an all-reduce where every rank has all tokens', () => {
  const TIMES = [1e-4, 5e-3];
  const added = (wire: number, reducesBesideWeights: boolean) =>
    tensorAddition(device, model, kind!, shape, situation, { tensorSeconds: wire, reducesBesideWeights });

  it('is waited for in both passes', () => {
    expect(added(7, false).ffn.backward).toEqual({ seconds: 7, exposed: 7 });
  });

  it.each(TIMES)('of %f s is waited for forward, and has the weight gradient beside it backward', (wire) => {
    for (const [name, { forward, backward }] of [
      ['qkv', added(wire, true).mixer],
      ['dense_gate_up', added(wire, true).ffn],
    ] as const) {
      expect(forward).toEqual({ seconds: wire, exposed: wire });
      const product = backwardWeightOperations(model, kind!, shape).find((found) => found.name === name)!;
      const alone = operationSeconds(device, product, situation);
      const slowed = operationSeconds(device, product, besideCollective(situation));
      const { seconds, exposed } = concurrentSeconds(alone, slowed, wire);
      expect(backward.seconds).toBeCloseTo(seconds - alone, 12);
      expect(backward.exposed).toBeCloseTo(exposed, 12);
      expect(backward.exposed).toBeLessThan(wire);
    }
  });
});

describe('alongside products', () => {
  /** A product in eight pieces, seven of which have a seventh of the collective alongside them. */
  const expected = (name: string, wire: number) => {
    const piece = { ...product(name), m: 1024 };
    const alone = operationSeconds(device, piece, situation);
    const slowed = operationSeconds(device, piece, besideCollective(situation, true));
    const both = concurrentSeconds(alone, slowed, wire / 7);
    return {
      seconds: alone + 7 * both.seconds - operationSeconds(device, product(name), situation),
      exposed: 7 * both.exposed,
    };
  };

  it.each([1e-4, 5e-3])('%f s: the gather beside the first, the scatter beside the last', (wire) => {
    const { mixer, ffn } = of(wire, 2 * wire);
    for (const [added, first, last] of [
      [mixer.forward, 'qkv', 'o'],
      [ffn.forward, 'dense_gate_up', 'dense_down'],
    ] as const) {
      expect(added.seconds).toBeCloseTo(expected(first, wire).seconds + expected(last, 2 * wire).seconds, 12);
      expect(added.exposed).toBeCloseTo(expected(first, wire).exposed + expected(last, 2 * wire).exposed, 12);
    }
  });

  it('is never free: pieces are slower than the whole, and what does not fit is waited for', () => {
    expect(of(0, 0).mixer.forward.seconds).toBeGreaterThan(0);
    expect(of(1e-4, 1e-4).ffn.forward).toMatchObject({ exposed: 0 });
    expect(of(1e-3, 1e-3).ffn.forward.seconds).toBeLessThan(2e-3);
    const { seconds, exposed } = of(1, 1).ffn.forward;
    expect(exposed).toBeGreaterThan(1.9);
    expect(seconds).toBeLessThan(2);
  });

  it('of an FFN of routed experts alone there is none', () => {
    const moe = MODELS['mixtral-8x7b']!;
    const [routed] = layerKinds(moe);
    const added = tensorAddition(
      device,
      moe,
      routed!,
      { ...shape, expertRows: 4096, localExperts: 8 },
      situation,
      {
        tensorSeconds: 7,
        expertTensor: { fixed: 1, perLoad: 2 },
      },
    );
    expect(added.ffn.forward).toEqual({ seconds: 0, exposed: 0 });
    expect(exposedTensor(added)).toMatchObject({ forward: 7 + 3 });
  });
});
