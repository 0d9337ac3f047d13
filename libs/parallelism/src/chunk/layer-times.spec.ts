/** Sections of a layer: nothing is priced twice or left out, and experts are linear in their load. */
import { CLUSTERS } from '@railyard/cluster';
import {
  type LayerKind,
  backwardInputOperations,
  backwardWeightOperations,
  embeddingOperations,
  headOperations,
  layerKinds,
  layerOperations,
} from '../model/index.js';
import { balancedLayerShape } from '../model/index.js';
import { WORKLOADS } from '../plan/index.js';
import { edgeTimes, repeatedAhead } from './layer-times.js';
import { type SectionTimes, at } from './section-times.js';
import { operationSeconds, sectionTimes, situations, withLoad } from './index.js';

const { device } = CLUSTERS['h800-2048-mpft'];
const { model } = WORKLOADS['deepseek-v3'];
const shape = balancedLayerShape(model, {
  tokens: 4096,
  sequence: 4096,
  tensorParallel: 1,
  expertParallel: 64,
  precision: 'fp8',
  recompute: 'selective',
});
const { overlapped, alone } = situations(device, 20, true);
const priced = (operations: typeof layerOperations, kind: LayerKind, load = 1): number =>
  operations(model, kind, withLoad(shape, load))
    .map((operation) => operationSeconds(device, operation, overlapped))
    .reduce((sum, seconds) => sum + seconds, 0);
const passes = (
  { attentionForward, attentionBackward, attentionWeight, ...mlp }: SectionTimes,
  load: number,
) => [
  attentionForward + at(mlp.mlpForward, load),
  attentionBackward + at(mlp.mlpBackward, load),
  attentionWeight + at(mlp.mlpWeight, load),
];
const operations = [layerOperations, backwardInputOperations, backwardWeightOperations] as const;

const [dense, moe] = layerKinds(model) as [LayerKind, LayerKind];

describe.each([dense, moe])('sections of a $name layer', (kind) => {
  const sections = sectionTimes(device, model, kind, shape, overlapped);

  it('hold every operation of every pass once', () => {
    passes(sections, 1).forEach((seconds, pass) =>
      expect(seconds).toBeCloseTo(priced(operations[pass]!, kind), 12),
    );
  });

  it('take longer overlapped with communication than alone, in each pass', () => {
    const quiet = passes(sectionTimes(device, model, kind, shape, alone), 1);
    passes(sections, 1).forEach((seconds, pass) => expect(seconds).toBeGreaterThan(quiet[pass]!));
  });
});

describe('what the backward repeats with dispatch and combine', () => {
  const repeatedOf = (kind: LayerKind, more: Partial<typeof shape>) =>
    sectionTimes(device, model, kind, { ...shape, ...more }, overlapped).repeated;

  it('is priced by itself where it is the experts, at any load', () => {
    const moeAgain = { ...shape, recomputeModules: ['moe'] } as const;
    const { attention, mlp } = repeatedOf(moe, moeAgain)!;
    const expected = (load: number): number =>
      repeatedAhead(model, moe, withLoad(moeAgain, load))
        .map((operation) => operationSeconds(device, operation, overlapped))
        .reduce((sum, seconds) => sum + seconds, 0);
    expect(attention + at(mlp, 1)).toBeCloseTo(expected(1), 12);
    expect(attention + at(mlp, 1.25)).toBeCloseTo(expected(1.25), 12);
    expect(mlp.perLoad).toBeGreaterThan(0);
  });

  it('is the forward itself where all is repeated, and nothing where no experts are', () => {
    expect(repeatedOf(moe, { recompute: 'full' })).toBeUndefined();
    expect(repeatedOf(moe, {})).toBeUndefined();
    expect(repeatedOf(dense, { recomputeModules: ['moe'] })).toBeUndefined();
  });
});

describe('expert sections', () => {
  const { mlpForward, mlpBackward, mlpWeight } = sectionTimes(device, model, moe, shape, overlapped);

  it('are the line through the balanced load and a quarter more', () => {
    passes(sectionTimes(device, model, moe, shape, overlapped), 1.25).forEach((seconds, pass) =>
      expect(seconds).toBeCloseTo(priced(operations[pass]!, moe, 1.25), 12),
    );
  });

  it('grow with the load, but not from nothing: shared experts and launches stay', () => {
    for (const { fixed, perLoad } of [mlpForward, mlpBackward, mlpWeight]) {
      expect(perLoad).toBeGreaterThan(0);
      expect(fixed).toBeGreaterThan(0);
    }
  });

  it('of a dense layer know no load', () => {
    const times = sectionTimes(device, model, dense, shape, overlapped);
    for (const { perLoad } of [times.mlpForward, times.mlpBackward, times.mlpWeight]) expect(perLoad).toBe(0);
  });

  it('a load scales rows and received tokens, and nothing else', () => {
    const { expertRows, receivedTokens, ...rest } = withLoad(shape, 1.5);
    expect([expertRows, receivedTokens]).toEqual([1.5 * shape.expertRows, 1.5 * shape.receivedTokens]);
    expect(shape).toMatchObject(rest);
  });
});

describe.each([
  ['the embedding', embeddingOperations],
  ['the head', headOperations],
] as const)('%s', (_, operationsOf) => {
  it('is the sum of its operations, pass by pass', () => {
    const of = (pass: 'forward' | 'backward-input' | 'backward-weight'): number =>
      operationsOf(model, shape, pass).reduce((sum, one) => sum + operationSeconds(device, one, alone), 0);
    expect(edgeTimes(device, (pass) => operationsOf(model, shape, pass), alone)).toEqual({
      forward: of('forward'),
      backwardInput: of('backward-input'),
      backwardWeight: of('backward-weight'),
    });
  });
});
