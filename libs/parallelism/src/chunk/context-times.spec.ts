/** What context parallelism adds to a layer's attention: collectives between kernels, or hops of a ring. */
import { CLUSTERS } from '@railyard/cluster';
import { balancedLayerShape, layerKinds, layerOperations } from '../model/index.js';
import { WORKLOADS } from '../plan/index.js';
import { besideCollective, concurrentSeconds } from './concurrent.js';
import { contextAddition, withContext, withExposedContext } from './context-times.js';
import { operationSeconds } from './index.js';
import { type SectionTimes } from './section-times.js';
import { type Situation } from './situation.js';

const { device } = CLUSTERS['h800-2048-mpft'];
const { model } = WORKLOADS['llama3-8b'];
const kind = layerKinds(model)[0]!;
const quiet: Situation = { persistentSms: 132, freeSms: 132, contended: false };
const shape = balancedLayerShape(model, {
  tokens: 8192,
  sequence: 32_768,
  tensorParallel: 1,
  context: { ranks: 4, method: 'ring' },
  expertParallel: 1,
  precision: 'bf16',
  recompute: 'selective',
});

describe('collectives between kernels', () => {
  it('are waited for, whole', () => {
    const added = contextAddition(device, model, kind, shape, quiet, { forward: 3, backward: 5, hops: 0 });
    expect(added).toEqual({
      forward: { seconds: 3, exposed: 3 },
      backward: { seconds: 5, exposed: 5 },
    });
  });
});

describe('hops of a ring', () => {
  const blocks = layerOperations(model, kind, shape).filter((one) => one.kind === 'attention');
  const hops = blocks.length - 1;
  const add = (forward: number) =>
    contextAddition(device, model, kind, shape, quiet, { forward, backward: 0, hops }).forward;

  it('run alongside every block of the core but the last, which they slow', () => {
    expect(hops).toBeGreaterThan(0);
    const wire = operationSeconds(device, blocks[0]!, quiet) / 2;
    const slower = blocks.slice(0, -1).map((block) => {
      const alone = operationSeconds(device, block, quiet);
      return (
        concurrentSeconds(alone, operationSeconds(device, block, besideCollective(quiet)), wire).seconds -
        alone
      );
    });
    const sum = slower.reduce((total, seconds) => total + seconds, 0);
    expect(sum).toBeGreaterThan(0);
    expect(add(wire * hops)).toEqual({ seconds: sum, exposed: 0 });
  });

  it('are waited for where they outlast their block', () => {
    const { seconds, exposed } = add(hops);
    const computed = blocks.slice(0, -1).map((block) => operationSeconds(device, block, quiet));
    const slowed = blocks
      .slice(0, -1)
      .map((block) => operationSeconds(device, block, besideCollective(quiet)));
    const total = (times: readonly number[]) => times.reduce((all, time) => all + time, 0);
    expect(seconds).toBeCloseTo(hops - total(computed), 12);
    expect(exposed).toBeCloseTo(hops - total(slowed), 12);
  });

  it('slow the backward of the core by its own hops', () => {
    const times = { forward: 0, backward: hops, hops };
    const { forward, backward } = contextAddition(device, model, kind, shape, quiet, times);
    expect(forward).toEqual({ seconds: 0, exposed: 0 });
    expect(backward.exposed).toBeGreaterThan(0.9 * hops);
    expect(backward.seconds).toBeGreaterThan(backward.exposed);
  });
});

describe('what is added', () => {
  const sections: SectionTimes = {
    attentionForward: 1,
    attentionBackward: 2,
    attentionWeight: 4,
    mlpForward: { fixed: 8, perLoad: 0 },
    mlpBackward: { fixed: 16, perLoad: 0 },
    mlpWeight: { fixed: 32, perLoad: 0 },
  };
  const added = {
    forward: { seconds: 0.5, exposed: 0.25 },
    backward: { seconds: 0.125, exposed: 0.0625 },
  };

  it('lengthens the forward and the input gradient of attention, nothing else', () => {
    expect(withContext(sections, added)).toEqual({
      ...sections,
      attentionForward: 1.5,
      attentionBackward: 2.125,
    });
    expect(withContext(sections, undefined)).toBe(sections);
  });

  it('is exposed by its exposed part', () => {
    const inside = { forward: 1, backwardInput: 2, backwardWeight: 4 };
    expect(withExposedContext(inside, added)).toEqual({
      forward: 1.25,
      backwardInput: 2.0625,
      backwardWeight: 4,
    });
    expect(withExposedContext(inside, undefined)).toBe(inside);
  });
});
