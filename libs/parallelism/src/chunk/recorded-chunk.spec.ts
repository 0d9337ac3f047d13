/** What chunks tell an observer: every section and collective, with its place, by hand. */
import { type ChunkObserver, RecordedChunk, RoutingView } from './index.js';
import { type LayerPlace } from './recorded-layer.js';
import {
  type LayerTimes,
  NO_TIME,
  type SectionTimes,
  type StageShards,
  type StageTimes,
} from './section-times.js';

const fixed = (seconds: number) => ({ fixed: seconds, perLoad: 0 });
const sections: SectionTimes = {
  attentionForward: 1,
  attentionBackward: 2,
  attentionWeight: 4,
  mlpForward: fixed(8),
  mlpBackward: fixed(16),
  mlpWeight: fixed(32),
};
const wires = {
  dispatchForward: fixed(0.5),
  combineForward: fixed(0.25),
  combineBackward: fixed(0.125),
  dispatchBackward: fixed(0.0625),
};
const layer: LayerTimes = {
  overlapped: sections,
  held: sections,
  alone: sections,
  exposedInside: NO_TIME,
  routingLayer: -1,
  collectives: { alone: wires, overlapped: wires },
};
const stage: StageTimes = {
  entry: { forward: 64, backwardInput: 128, backwardWeight: 256 },
  layers: [layer, layer],
  exit: { forward: 512, backwardInput: 1024, backwardWeight: 2048 },
};
const side = { times: stage, stage: 3, microBatch: 2 };
const repeating = { ...side, times: { ...stage, layers: [{ ...layer, repeatsForward: true }] } };

type Event = readonly [of: string, pass: string, layer: number, startS: number, seconds: number];

function events(run: (chunk: RecordedChunk) => void): readonly Event[] {
  const found: Event[] = [];
  const told = (
    of: string,
    { pass, layer: index, stage: at, microBatch }: LayerPlace,
    startS: number,
    s: number,
  ) => {
    expect([at, microBatch]).toEqual([3, 2]);
    found.push([of, pass, index, startS, s]);
  };
  const observer: ChunkObserver = {
    section: told,
    exchange: told,
    gather: (startS, seconds) => found.push(['gather', '', -1, startS, seconds]),
    reduce: (startS, seconds) => found.push(['reduce', '', -1, startS, seconds]),
  };
  run(new RecordedChunk(new RoutingView(undefined), observer));
  // A unit that shares nothing is reported with no time.
  return found.filter(([, , , , seconds]) => seconds > 0);
}

describe('a chunk alone tells', () => {
  it('attention, dispatch, experts and combine of each layer, after the embedding', () => {
    const one = (index: number, at: number): Event[] => [
      ['attention', 'forward', index, at, 1],
      ['dispatch', 'forward', index, at + 1, 0.5],
      ['mlp', 'forward', index, at + 1.5, 8],
      ['combine', 'forward', index, at + 9.5, 0.25],
    ];
    expect(events((chunk) => chunk.forward(side))).toEqual([...one(0, 64), ...one(1, 64 + 9.75)]);
  });

  it('its backward from the last layer, with what is repeated first', () => {
    const back = (index: number, at: number): Event[] => [
      ['dispatch', 'backward', index, at, 0.125],
      ['mlp', 'backward', index, at + 0.125, 16],
      ['combine', 'backward', index, at + 16.125, 0.0625],
      ['attention', 'backward', index, at + 16.1875, 2],
    ];
    expect(events((chunk) => chunk.backward(side, false))).toEqual([
      ...back(1, 1024),
      ...back(0, 1024 + 18.1875),
    ]);
    const again = events((chunk) => chunk.backward(repeating, true));
    expect(again.map(([of, pass]) => `${of} ${pass}`)).toEqual([
      'attention recompute',
      'dispatch recompute',
      'mlp recompute',
      'combine recompute',
      'dispatch backward',
      'mlp backward',
      'combine backward',
      'attention backward',
    ]);
    // Weight gradients follow those of the inputs of their section.
    expect(again.at(-1)).toEqual(['attention', 'backward', 0, 3072 + 9.75 + 16.1875 + 32, 2]);
  });
});

describe('a pair of chunks tells', () => {
  const names = (found: readonly Event[]) => found.map(([of, pass]) => `${of} ${pass}`);
  const isApart = (found: readonly Event[], of: readonly string[]) => {
    const stream = found.filter(([name]) => of.includes(name)).sort((a, b) => a[3] - b[3]);
    stream.slice(1).forEach(([, , , startS], i) => {
      const before = stream[i]!;
      expect(startS).toBeGreaterThanOrEqual(before[3] + before[4] - 1e-9);
    });
  };
  const both = { ...side, times: { ...stage, layers: [layer] } };

  it('the sections and collectives of both, one at a time on each stream', () => {
    const found = events((chunk) => chunk.pair(both, both));
    expect([...names(found)].sort()).toEqual([
      'attention backward',
      'attention forward',
      'combine backward',
      'combine forward',
      'dispatch backward',
      'dispatch forward',
      'mlp backward',
      'mlp forward',
    ]);
    isApart(found, ['dispatch', 'combine']);
    isApart(found, ['attention', 'mlp']);
    const lasts = Object.fromEntries(found.map(([of, pass, , , seconds]) => [`${of} ${pass}`, seconds]));
    // The weight gradient of attention follows the input's in one section.
    expect(lasts).toMatchObject({ 'attention forward': 1, 'attention backward': 2 + 4, 'mlp forward': 8 });
    expect(lasts).toMatchObject({ 'dispatch forward': 0.5, 'combine forward': 0.25 });
    expect(lasts).toMatchObject({ 'dispatch backward': 0.125, 'combine backward': 0.0625 });
  });

  it('what a full backward repeats as such', () => {
    const found = names(events((chunk) => chunk.pair(both, repeating)));
    for (const part of ['attention', 'mlp', 'dispatch', 'combine'])
      for (const pass of ['forward', 'recompute', 'backward'])
        expect(found.filter((name) => name === `${part} ${pass}`)).toHaveLength(1);
  });

  it('layers in their order: forward from the first, backward from the last', () => {
    const found = events((chunk) => chunk.pair(side, side));
    for (const section of ['attention', 'dispatch', 'mlp', 'combine'])
      for (const [pass, layers] of [
        ['forward', [0, 1]],
        ['backward', [1, 0]],
      ] as const) {
        const own = found.filter(([name, way]) => name === section && way === pass);
        expect(own.sort((a, b) => a[3] - b[3]).map(([, , index]) => index)).toEqual(layers);
      }
  });

  it('nothing of collectives where a chunk has none', () => {
    const { collectives: _, ...dense } = layer;
    const quiet = { ...side, times: { ...stage, layers: [dense] } };
    const found = names(events((chunk) => chunk.pair(quiet, both)));
    expect(found.filter((name) => /dispatch|combine/.test(name)).sort()).toEqual([
      'combine backward',
      'dispatch backward',
    ]);
  });
});

describe('a chunk in shards tells', () => {
  const unit = { forwardGather: 3, backwardGather: 5, reduce: 7, cast: 0 };
  const shards: StageShards = {
    entry: unit,
    layers: [unit, unit],
    exit: unit,
    overlapsGather: false,
    overlapsReduction: false,
    besideEntry: stage.entry,
    besideExit: stage.exit,
  };

  it('every gather, and the layers between them', () => {
    const found = events((chunk) => chunk.shardedForward(side, shards));
    const gathers = found.filter(([of]) => of === 'gather');
    // Embedding and head take 64 and 512 s; a layer 9.75.
    expect(gathers.map(([, , , startS, seconds]) => [startS, seconds])).toEqual([
      [0, 3],
      [67, 3],
      [79.75, 3],
      [92.5, 3],
    ]);
    expect(found.filter(([of]) => of === 'attention').map(([, , , startS]) => startS)).toEqual([70, 82.75]);
  });

  it('every reduction of a backward', () => {
    const found = events((chunk) => chunk.shardedBackward(side, shards, false));
    expect(found.filter(([of]) => of === 'reduce').map(([, , , , seconds]) => seconds)).toEqual([7, 7, 7, 7]);
    const [first] = found.filter(([of]) => of === 'reduce');
    // The head's backward, of inputs and weights, behind its gather.
    expect(first![3]).toBe(5 + 1024 + 2048);
    expect(found.filter(([of, pass]) => of === 'mlp' && pass === 'backward')).toHaveLength(2);
  });

  it('of the last backward of a step each reduction as soon as the one before it is over', () => {
    const slow: StageShards = {
      ...shards,
      layers: [{ ...unit, reduce: 100 }, unit],
      exit: { ...unit, reduce: 60 },
    };
    const found = events((chunk) => chunk.shardedBackward(side, slow, true));
    // A backward takes 3,072 s in the head, 54.1875 in a layer with its collectives, 384 in the embedding.
    const layersEnd = 3072 + 2 * 54.1875;
    expect(found.filter(([of]) => of === 'reduce').map(([, , , startS, s]) => [startS, s])).toEqual([
      [3072, 60],
      // The head's 60 s outlast the layer.
      [3072 + 60, 7],
      [layersEnd, 100],
      [layersEnd + 384, 7],
    ]);
    expect(found.filter(([of]) => of === 'gather')).toEqual([]);
  });
});
