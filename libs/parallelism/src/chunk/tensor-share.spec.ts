import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { gemmSeconds } from '../kernels/index.js';
import { type LayerOperation, balancedLayerShape, layerKinds, type ModelSpec } from '../model/index.js';
import { WORKLOADS } from '../plan/index.js';
import { at, atOwnClock, modelParts, operationSeconds, passesOf, situations, stageTimes } from './index.js';

const h800 = CLUSTERS['h800-2048-mpft'].device;
const [v3, llama] = ['deepseek-v3', 'llama3-70b'].map((name) => WORKLOADS[name].model);
const shapeOf = (model: ModelSpec, expertParallel: number, precision: 'fp8' | 'bf16') =>
  balancedLayerShape(model, {
    tokens: 4096,
    sequence: 4096,
    tensorParallel: 1,
    expertParallel,
    precision,
    recompute: 'selective',
  });
const last = (model: ModelSpec) => layerKinds(model).at(-1)!;
const once = (operations: readonly LayerOperation[]) => [{ operations, count: 1 }];

describe('the share of time with busy tensor cores', () => {
  it('is that of the public profile for a layer of DeepSeek-V3, within 4 % (0.723)', () => {
    const { overlapped } = situations(h800, 20, true);
    const { tensorShare } = atOwnClock(
      h800,
      once(passesOf(v3, last(v3), shapeOf(v3, 64, 'fp8'))),
      overlapped,
    );
    expect(Math.abs(tensorShare! / 0.723 - 1)).toBeLessThan(0.04);
  });

  it('is 0.947 in a layer of Llama 3 70B, which runs slower than at the share of DeepSeek-V3', () => {
    const { alone } = situations(DEVICES.h200, 0, false);
    const operations = passesOf(llama, last(llama), shapeOf(llama, 1, 'bf16'));
    const own = atOwnClock(DEVICES.h200, once(operations), alone);
    expect(Math.abs(own.tensorShare! - 0.947)).toBeLessThan(0.01);
    const seconds = (tensorShare: number) =>
      operations
        .filter(({ kind }) => kind !== 'stream')
        .reduce((sum, one) => sum + operationSeconds(DEVICES.h200, one, { ...alone, tensorShare }), 0);
    expect(seconds(own.tensorShare!) / seconds(0.723)).toBeGreaterThan(1.02);
  });

  it('is seconds of matrix products and attention over seconds of everything', () => {
    const { alone } = situations(h800, 0, false);
    const operations = passesOf(v3, last(v3), shapeOf(v3, 64, 'fp8'));
    const seconds = (of: readonly LayerOperation[]) =>
      of.reduce((sum, one) => sum + operationSeconds(h800, one, alone), 0);
    expect(atOwnClock(h800, once(operations), alone).tensorShare).toBeCloseTo(
      seconds(operations.filter(({ kind }) => kind !== 'stream')) / seconds(operations),
      12,
    );
    expect(atOwnClock(h800, [], alone)).toBe(alone);
  });

  it('of a model counts its layers, ends and MTP modules as often as it has them', () => {
    const { alone } = situations(h800, 0, false);
    const parts = modelParts(v3, shapeOf(v3, 64, 'fp8'));
    // 3 dense layers, 58 of experts and the module's; the embedding; two passes through the head; a
    // projection.
    expect(parts.map(({ count }) => count)).toEqual([3, 59, 1, 2, 1]);
    expect(modelParts(llama, shapeOf(llama, 1, 'bf16')).map(({ count }) => count)).toEqual([80, 1, 1]);
    const share = (of: typeof parts) => atOwnClock(h800, of, alone).tensorShare!;
    const twice = parts.map((part, index) => (index === 1 ? { ...part, count: 118 } : part));
    expect(share(twice)).toBeLessThan(share(parts));
  });

  it('is what the stages of a job are priced at', () => {
    const workload = WORKLOADS['llama3-70b'];
    const cluster = CLUSTERS['h200-256-mpft'];
    const shape = shapeOf(llama, 1, 'bf16');
    const { stages } = stageTimes(cluster, workload, shape, { tensorSeconds: 0 });
    const { alone } = situations(cluster.device, 0, false);
    const kind = last(llama);
    const own = atOwnClock(cluster.device, modelParts(llama, shape), alone);
    const { alone: layer } = stages[3].layers[0];
    const { attentionForward, attentionBackward, attentionWeight } = layer;
    const priced =
      attentionForward +
      attentionBackward +
      attentionWeight +
      [layer.mlpForward, layer.mlpBackward, layer.mlpWeight].reduce((sum, time) => sum + at(time, 1), 0);
    const whole = passesOf(llama, kind, shape).reduce(
      (sum, one) => sum + operationSeconds(cluster.device, one, own),
      0,
    );
    expect(priced).toBeCloseTo(whole, 12);
  });

  it.each([
    [8192, 10240, 8192, 2.037],
    [8192, 8192, 8192, 1.655],
    [8192, 57344, 8192, 11.379],
    [8192, 8192, 28672, 5.791],
  ])('at 1: %d x %d x %d back to back on an H200 within 2 %% of %d ms', (m, n, k, measured) => {
    const ms =
      1e3 * gemmSeconds(DEVICES.h200, { m, n, k }, { precision: 'bf16', pass: 'forward', tensorShare: 1 });
    expect(Math.abs(ms / measured - 1)).toBeLessThan(0.02);
  });
});
