/**
 * The overlapped pair against a naive model: every section of every GPU and every collective is a task that
 * starts when the tasks before it have ended, and their ends are relaxed until nothing changes.
 */
import fc from 'fast-check';
import { drawImbalance } from '../experts/index.js';
import { OverlappedChunks, RoutingView } from './index.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  type LoadedTime,
  NO_TIME,
  type PhaseTimes,
  type SectionTimes,
  type StageTimes,
  at,
} from './section-times.js';

const GPUS = 4;
const GPU = Array.from({ length: GPUS }, (_, gpu) => gpu);

interface Side {
  readonly layers: readonly LayerTimes[];
  readonly microBatch: number;
}

interface Task {
  readonly seconds: number;
  readonly after: readonly string[];
  /** The task before it on the same compute stream: what passes between the two is waiting. */
  readonly follows?: string;
}

const RESIDENT = 110.292 / 124.286 / (77.509 / 118.193);

/**
 * Sections of a layer of the pair, at the share of its computation that equals its collectives, by
 * bisection.
 */
function blendOf(f: LayerTimes | undefined, b: LayerTimes | undefined): (layer: LayerTimes) => SectionTimes {
  const again = b?.repeatsForward === true ? b : undefined;
  const total = (times: SectionTimes | undefined, pass: 'Forward' | 'Backward' | 'Weight'): number =>
    times === undefined ? 0 : times[`attention${pass}`] + at(times[`mlp${pass}`], 1);
  const wires = [f, again]
    .map((layer) => layer?.collectives?.overlapped)
    .flatMap((wire) => (wire === undefined ? [] : [wire.dispatchForward, wire.combineForward]))
    .concat(
      b?.collectives === undefined
        ? []
        : [b.collectives.overlapped.combineBackward, b.collectives.overlapped.dispatchBackward],
    )
    .reduce((sum, wire) => sum + at(wire, 1), 0);
  const blended = (layer: LayerTimes, share: number): SectionTimes => {
    const resident = Math.min(1, RESIDENT * share);
    const mixed = (of: (times: SectionTimes) => number): number =>
      share * of(layer.overlapped) + (resident - share) * of(layer.held) + (1 - resident) * of(layer.alone);
    const mixedLoaded = (of: (times: SectionTimes) => LoadedTime): LoadedTime => ({
      fixed: mixed((times) => of(times).fixed),
      perLoad: mixed((times) => of(times).perLoad),
    });
    return {
      attentionForward: mixed((times) => times.attentionForward),
      attentionBackward: mixed((times) => times.attentionBackward),
      attentionWeight: mixed((times) => times.attentionWeight),
      mlpForward: mixedLoaded((times) => times.mlpForward),
      mlpBackward: mixedLoaded((times) => times.mlpBackward),
      mlpWeight: mixedLoaded((times) => times.mlpWeight),
    };
  };
  const busy = (share: number): number => {
    const back = b && blended(b, share);
    const computed =
      total(f && blended(f, share), 'Forward') +
      total(again && blended(again, share), 'Forward') +
      total(back, 'Backward') +
      total(back, 'Weight');
    return share * computed;
  };
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const share = (low + high) / 2;
    if (busy(share) < wires) low = share;
    else high = share;
  }
  return (layer) => blended(layer, wires === 0 ? 0 : high);
}

/** Tasks of a pair that begins at 0, by name: `mlp F 2 1` is GPU 1's MLP of the second layer's forward. */
function tasksOf(view: RoutingView, f: Side, b: Side): ReadonlyMap<string, Task> {
  const tasks = new Map<string, Task>();
  let wire = '';
  const collective = (name: string, seconds: number, after: readonly string[]): void => {
    tasks.set(name, { seconds, after: [...after, wire] });
    wire = name;
  };
  const stream = GPU.map(() => '');
  const section = (name: string, gpu: number, seconds: number, after = ''): void => {
    tasks.set(`${name} ${gpu}`, { seconds, after: [after, stream[gpu]!], follows: stream[gpu]! });
    stream[gpu] = `${name} ${gpu}`;
  };
  const everyGpu = (name: string): readonly string[] => GPU.map((gpu) => `${name} ${gpu}`);
  const loadsOf = (side: Side, layer: LayerTimes): Float64Array => {
    const loads = new Float64Array(GPUS);
    view.loads(side.microBatch, layer.routingLayer, loads);
    return loads;
  };
  for (let i = 0; i < Math.max(f.layers.length, b.layers.length); i += 1) {
    const forward = f.layers[i];
    const backward = b.layers[b.layers.length - 1 - i];
    const compute = blendOf(forward, backward);
    const sent = forward?.collectives?.overlapped;
    const returned = backward?.collectives?.overlapped;
    const node = (side: Side, layer: LayerTimes): number =>
      view.nodeLoad(side.microBatch, layer.routingLayer);
    if (returned) collective(`combine B ${i}`, at(returned.combineBackward, node(b, backward!)), [...stream]);
    const repeated = backward?.repeatsForward === true ? backward : undefined;
    if (repeated) {
      const { attentionForward } = compute(repeated);
      for (const gpu of GPU) section(`attention R ${i}`, gpu, attentionForward);
      if (returned)
        collective(
          `dispatch R ${i}`,
          at(returned.dispatchForward, node(b, repeated)),
          everyGpu(`attention R ${i}`),
        );
    }
    for (const gpu of GPU) {
      if (forward) {
        const { attentionForward } = compute(forward);
        section(`attention F ${i}`, gpu, attentionForward, `combine F ${i - 1}`);
      }
      if (repeated) {
        const { mlpForward } = compute(repeated);
        section(`mlp R ${i}`, gpu, at(mlpForward, loadsOf(b, repeated)[gpu]!), `dispatch R ${i}`);
      }
      if (backward) {
        const { mlpBackward } = compute(backward);
        section(`mlp B ${i}`, gpu, at(mlpBackward, loadsOf(b, backward)[gpu]!), `combine B ${i}`);
      }
    }
    if (sent)
      collective(
        `dispatch F ${i}`,
        at(sent.dispatchForward, node(f, forward!)),
        everyGpu(`attention F ${i}`),
      );
    if (returned && repeated)
      collective(`combine R ${i}`, at(returned.combineForward, node(b, repeated)), everyGpu(`mlp R ${i}`));
    if (returned)
      collective(
        `dispatch B ${i}`,
        at(returned.dispatchBackward, node(b, backward!)),
        everyGpu(`mlp B ${i}`),
      );
    for (const gpu of GPU) {
      if (backward) {
        const { mlpWeight } = compute(backward);
        section(`mlp W ${i}`, gpu, at(mlpWeight, loadsOf(b, backward)[gpu]!));
      }
      if (forward) {
        const { mlpForward } = compute(forward);
        section(`mlp F ${i}`, gpu, at(mlpForward, loadsOf(f, forward)[gpu]!), `dispatch F ${i}`);
      }
      if (backward) {
        const { attentionBackward, attentionWeight } = compute(backward);
        section(`attention B ${i}`, gpu, attentionBackward + attentionWeight, `dispatch B ${i}`);
      }
    }
    if (sent)
      collective(`combine F ${i}`, at(sent.combineForward, node(f, forward!)), everyGpu(`mlp F ${i}`));
  }
  return tasks;
}

function naive(view: RoutingView, f: Side, b: Side) {
  const tasks = tasksOf(view, f, b);
  const end = new Map<string, number>();
  const start = ({ after }: Task): number => Math.max(0, ...after.map((name) => end.get(name) ?? 0));
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, task] of tasks) {
      const ends = start(task) + task.seconds;
      if (end.get(name) !== ends) changed = true;
      end.set(name, ends);
    }
  }
  const gaps = [...tasks.values()].map((task) =>
    task.follows === undefined ? 0 : start(task) - (end.get(task.follows) ?? 0),
  );
  return { duration: Math.max(...end.values()), waited: gaps.reduce((sum, gap) => sum + gap, 0) / GPUS };
}

/** Often nothing at all, so that a wait of one second shows. */
const seconds = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }));
const loaded: fc.Arbitrary<LoadedTime> = fc.record({ fixed: seconds, perLoad: seconds });
const sections: fc.Arbitrary<SectionTimes> = fc.record({
  attentionForward: seconds,
  attentionBackward: seconds,
  attentionWeight: seconds,
  mlpForward: loaded,
  mlpBackward: loaded,
  mlpWeight: loaded,
});
const scaled = (times: SectionTimes, by: number): SectionTimes => {
  const loadedBy = ({ fixed, perLoad }: LoadedTime): LoadedTime => ({
    fixed: by * fixed,
    perLoad: by * perLoad,
  });
  return {
    attentionForward: by * times.attentionForward,
    attentionBackward: by * times.attentionBackward,
    attentionWeight: by * times.attentionWeight,
    mlpForward: loadedBy(times.mlpForward),
    mlpBackward: loadedBy(times.mlpBackward),
    mlpWeight: loadedBy(times.mlpWeight),
  };
};
/** Nothing is slower alone than alongside communication. */
const situations = fc
  .tuple(sections, fc.constantFrom(1, 0.75), fc.constantFrom(1, 0.5))
  .map(([overlapped, held, alone]) => ({
    overlapped,
    held: scaled(overlapped, held),
    alone: scaled(overlapped, held * alone),
  }));
const collectives: fc.Arbitrary<ExpertCollectives> = fc.record({
  dispatchForward: loaded,
  combineForward: loaded,
  combineBackward: loaded,
  dispatchBackward: loaded,
});
const routed = fc
  .record({ times: situations, wire: collectives, repeatsForward: fc.boolean() })
  .map(({ times, wire, repeatsForward }) => ({
    ...times,
    repeatsForward,
    exposedInside: NO_TIME,
    collectives: { overlapped: wire, alone: wire },
  }));
const dense = fc
  .record({ times: situations, repeatsForward: fc.boolean() })
  .map(({ times, repeatsForward }) => ({ ...times, repeatsForward, exposedInside: NO_TIME }));
const stageOf = (layers: readonly Omit<LayerTimes, 'routingLayer'>[], first: number): StageTimes => ({
  entry: NO_TIME,
  exit: NO_TIME,
  layers: layers.map((layer, i) => ({
    ...layer,
    routingLayer: 'collectives' in layer ? first + i : -1,
  })),
});
/** Dense and routed layers in any order. */
const stage = (first: number): fc.Arbitrary<StageTimes> =>
  fc.array(fc.oneof(dense, routed), { minLength: 1, maxLength: 4 }).map((layers) => stageOf(layers, first));
const viewOf = (seed: number): RoutingView =>
  new RoutingView(
    drawImbalance(
      seed,
      { persistent: 0.4, window: 0.1 },
      { gpus: GPUS, gpusPerNode: 2, microBatches: 2, layers: 10 },
    ),
  );

const run = (chunks: OverlappedChunks, forward: StageTimes, backward: StageTimes) => {
  const out = { duration: NaN, exposed: NaN };
  chunks.run(forward, 0, backward, 1, out);
  return out;
};

describe('an overlapped pair', () => {
  it('ends, and waits, as the naive model says, whatever ran before', () => {
    fc.assert(
      fc.property(fc.nat(1000), stage(0), stage(5), (seed, forward, backward) => {
        const view = viewOf(seed);
        const chunks = new OverlappedChunks(view);
        run(chunks, backward, forward);
        const { duration, exposed } = run(chunks, forward, backward);
        const expected = naive(
          view,
          { layers: forward.layers, microBatch: 0 },
          { layers: backward.layers, microBatch: 1 },
        );
        expect(duration).toBeCloseTo(expected.duration, 9);
        expect(exposed).toBeCloseTo(expected.waited, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('waits for the last combine of a forward with fewer layers than the backward', () => {
    const nothing: LoadedTime = { fixed: 0, perLoad: 0 };
    const second: SectionTimes = {
      attentionForward: 1,
      attentionBackward: 1,
      attentionWeight: 0,
      mlpForward: nothing,
      mlpBackward: nothing,
      mlpWeight: nothing,
    };
    const wire: ExpertCollectives = {
      dispatchForward: nothing,
      combineForward: { fixed: 100, perLoad: 0 },
      combineBackward: nothing,
      dispatchBackward: nothing,
    };
    const short = { overlapped: second, held: second, alone: second, exposedInside: NO_TIME };
    const sending = { ...short, collectives: { overlapped: wire, alone: wire } };
    const forward = stageOf([sending], 0);
    const durations = [1, 2, 3].map(
      (layers) =>
        run(new OverlappedChunks(viewOf(1)), forward, stageOf(Array(layers).fill(short), 5)).duration,
    );
    expect(durations).toEqual([101, 101, 101]);
  });

  it('is longer by what stands before and after its layers, during which nothing waits', () => {
    const edge = fc.record({ forward: seconds, backwardInput: seconds, backwardWeight: seconds });
    fc.assert(
      fc.property(
        stage(0),
        stage(5),
        fc.tuple(edge, edge, edge, edge),
        (f, b, [embed, head, first, last]) => {
          const chunks = new OverlappedChunks(viewOf(1));
          const plain = run(chunks, f, b);
          const edged = run(chunks, { ...f, entry: embed, exit: head }, { ...b, entry: first, exit: last });
          const before = embed.forward + last.backwardInput + last.backwardWeight;
          const after = head.forward + first.backwardInput + first.backwardWeight;
          expect(edged.duration).toBeCloseTo(before + plain.duration + after, 9);
          expect(edged.exposed).toBeCloseTo(plain.exposed, 9);
        },
      ),
    );
  });

  it('exposes communication inside sections: forward of one side, both backwards of the other', () => {
    const inside = (layers: StageTimes, times: PhaseTimes): StageTimes => ({
      ...layers,
      layers: layers.layers.map((layer) => ({ ...layer, exposedInside: times })),
    });
    fc.assert(
      fc.property(stage(0), stage(5), (f, b) => {
        const chunks = new OverlappedChunks(viewOf(1));
        const plain = run(chunks, f, b);
        const more = run(
          chunks,
          inside(f, { forward: 1, backwardInput: NaN, backwardWeight: NaN }),
          inside(b, { forward: 1000, backwardInput: 10, backwardWeight: 100 }),
        );
        const repeated = b.layers.filter(({ repeatsForward }) => repeatsForward).length;
        expect(more.duration).toBe(plain.duration);
        expect(more.exposed - plain.exposed).toBeCloseTo(
          f.layers.length + 110 * b.layers.length + 1000 * repeated,
          9,
        );
      }),
    );
  });
});
