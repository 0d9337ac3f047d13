/** What a backward sends again, counted by hand. */
import { type LayerTimes, type StageTimes } from '../chunk/index.js';
import { type LayerKind, layerKinds } from '../model/index.js';
import { type StageLayers, WORKLOADS, layerShape } from '../plan/index.js';
import { repeatedPasses, splitCount } from './repeated-passes.js';

const founding = WORKLOADS['deepseek-v3'];
const [dense, moe] = layerKinds(founding.model) as [LayerKind, LayerKind];
const stage: StageLayers = {
  stage: 0,
  firstLayer: 2,
  layers: 3,
  kinds: [1, 2],
  mtpModules: 1,
  embedding: false,
  head: true,
};
const NO_TIME = { forward: 0, backwardInput: 0, backwardWeight: 0 };
const nothing = { fixed: 0, perLoad: 0 };
const wires = {
  dispatchForward: nothing,
  combineForward: nothing,
  combineBackward: nothing,
  dispatchBackward: nothing,
};
const sections = {
  attentionForward: 0,
  attentionBackward: 0,
  attentionWeight: 0,
  mlpForward: nothing,
  mlpBackward: nothing,
  mlpWeight: nothing,
};
/** A dense layer, two with experts and an MTP module's; the second and third repeat. */
const timesOf = (repeats: readonly boolean[]): StageTimes => ({
  entry: NO_TIME,
  exit: NO_TIME,
  layers: repeats.map((repeatsForward, place): LayerTimes => ({
    overlapped: sections,
    held: sections,
    alone: sections,
    exposedInside: NO_TIME,
    routingLayer: place - 1,
    repeatsForward,
    ...(place === 0 ? {} : { collectives: { alone: wires, overlapped: wires } }),
  })),
});
const passes = (repeats: readonly boolean[], recompute: object) => {
  const shape = { ...layerShape({ ...founding, recompute: 'full' }), ...recompute };
  return repeatedPasses(founding, shape, stage, timesOf(repeats));
};

describe('a stage of a dense layer, two with experts and an MTP module repeats', () => {
  it('every layer in full: its dispatches, its blocks and its attention', () => {
    expect(passes([true, true, true, true], {})).toEqual({
      routed: 3,
      experts: 3,
      blocks: splitCount(dense) + 3 * splitCount(moe),
      cores: [1, 3],
    });
  });

  it('nothing of the layers behind a block', () => {
    expect(passes([true, true, false, false], {})).toEqual({
      routed: 1,
      experts: 1,
      blocks: splitCount(dense) + splitCount(moe),
      cores: [1, 1],
    });
  });

  it('experts alone with their shared part, where these are named', () => {
    const moes = { recompute: 'selective', recomputeModules: ['moe'] };
    expect(passes([false, true, true, true], moes)).toEqual({ routed: 3, experts: 3, blocks: 3, cores: [] });
  });

  it('attention cores, which dispatch nothing', () => {
    const cores = { recompute: 'selective', recomputeModules: ['attention-core'] };
    expect(passes([false, false, false, false], cores)).toEqual({
      routed: 0,
      experts: 0,
      blocks: 0,
      cores: [1, 3],
    });
  });
});
