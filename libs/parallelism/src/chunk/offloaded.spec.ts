/** Copies to the host and back alongside layers, by hand. */
import { OffloadedChunk } from './offloaded.js';
import { RoutingView } from './routing-view.js';
import {
  type LayerTimes,
  NO_TIME,
  type SectionTimes,
  type ShardTimes,
  type StageShards,
  type StageTimes,
} from './section-times.js';

const fixed = (seconds: number) => ({ fixed: seconds, perLoad: 0 });
/** Forward 1, backward 2. */
const sections: SectionTimes = {
  attentionForward: 0.5,
  attentionBackward: 0.5,
  attentionWeight: 0.5,
  mlpForward: fixed(0.5),
  mlpBackward: fixed(0.5),
  mlpWeight: fixed(0.5),
};
const layer: LayerTimes = {
  overlapped: sections,
  held: sections,
  alone: sections,
  beside: sections,
  exposedInside: NO_TIME,
  routingLayer: -1,
};
const stage: StageTimes = { entry: NO_TIME, layers: [layer, layer, layer, layer], exit: NO_TIME };

const run = (
  pass: 'forward' | 'backward',
  layers: readonly number[],
  { of = stage, shards }: { readonly of?: StageTimes; readonly shards?: StageShards } = {},
) => {
  const out = { duration: NaN, outputLag: NaN, exposed: NaN, weightPart: NaN, unreduced: NaN };
  const chunk = new OffloadedChunk(new RoutingView(undefined));
  if (pass === 'forward') chunk.forward(of, { layers }, shards, 0, out);
  else chunk.backward(of, { layers }, shards, undefined, 0, out);
  return out;
};

describe('forward', () => {
  it('hides the copies of the first layers alongside those behind them, which are slower meanwhile', () => {
    // Half a second of a layer of 1.033 s alongside its copy does 0.5 / 1.033 of it.
    const { duration, exposed } = run('forward', [0.5, 0.5]);
    expect(duration).toBeCloseTo(4 + 2 * (0.5 - 0.5 / 1.033), 12);
    expect(exposed).toBe(0);
  });

  it('waits for the oldest copy where two layers are on their way, and for all at the end', () => {
    // Layers 0 and 1 at 0 and 1 to 2.033; copies end at 11, 21, 31, 41; layer 2 runs from 11, 3 from 21.
    const { duration, exposed } = run('forward', [10, 10, 10, 10]);
    expect(duration).toBeCloseTo(41, 12);
    expect(exposed).toBeCloseTo(11 - 2.033 + (21 - 12.033) + (41 - 22.033), 12);
  });

  it('has as much room more as layers stay', () => {
    // Only the end waits: 1 + 10 s of one copy, 1 + 3 x 1.033 of computation alongside it.
    const { duration, exposed } = run('forward', [10]);
    expect(duration).toBeCloseTo(11, 12);
    expect(exposed).toBeCloseTo(11 - 1 - 3 * 1.033, 12);
  });
});

describe('backward', () => {
  it('fetches the last offloaded layer alongside those behind it', () => {
    const { duration, exposed, weightPart } = run('backward', [1, 1]);
    // Two copies alongside the first layer of 2.2 s, which gets through 2 / 2.2 of it.
    expect(duration).toBeCloseTo(8 + 2 * (1 - 1 / 1.1), 12);
    expect(exposed).toBe(0);
    expect(weightPart).toBeCloseTo(4, 12);
  });

  it('waits for each layer where copies are slower, two of them ahead', () => {
    // There at 10, 20, 30, 40; each runs 2 s, the last with nothing alongside it.
    const { duration, exposed } = run('backward', [10, 10, 10, 10]);
    expect(duration).toBeCloseTo(42, 12);
    expect(exposed).toBeCloseTo(42 - 3 * 2.2 - 2, 12);
  });

  it('runs the head alongside the first copies', () => {
    const head = { forward: 5, backwardInput: 10, backwardWeight: 0 };
    const { duration, exposed } = run('backward', [5, 5, 5, 5], { of: { ...stage, exit: head } });
    // Two copies are there at 5 and 10; the head ends at 10 + 10 (1 - 10 / 11), the first layer 2 s later.
    // Then the third begins, and the fourth after it: layers of 2.2 s wait for 5 s of each.
    const first = 10 + 10 * (1 - 10 / 11) + 2;
    expect(duration).toBeCloseTo(first + 5 + 5 + 2, 12);
    expect(exposed).toBeCloseTo(2 * (5 - 2.2), 12);
  });
});

it('keeps what is gathered meanwhile', () => {
  const unit = (gather: number): ShardTimes => ({
    forwardGather: gather,
    backwardGather: gather,
    reduce: 0,
    cast: 0,
  });
  const shards: StageShards = {
    entry: unit(0),
    layers: [unit(3), unit(3), unit(3), unit(3)],
    exit: unit(0),
    overlapsGather: true,
    overlapsReduction: true,
    besideEntry: NO_TIME,
    besideExit: NO_TIME,
  };
  // Each layer is waited for 3 s, the last runs 1: gathers hide the copies, but for what they slow.
  const { duration, exposed } = run('forward', [0.1], { shards });
  expect(duration).toBeGreaterThan(13);
  expect(duration).toBeLessThan(13.01);
  expect(exposed).toBeCloseTo(9, 12);
});
