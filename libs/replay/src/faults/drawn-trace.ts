/**
 * The fault trace of a profile on a fleet, drawn. Every class has streams of its own, addressed by replica,
 * and faults strike the components of the machine whether or not the job uses them: no policy and no network
 * can change the trace.
 */
import { RandomStream, invariant } from '@railyard/base';
import { type ArrivalProcess, type ComponentPicker, arrivalProcess } from './arrivals.js';
import { drawDuration } from './durations.js';
import { type FaultSource } from './fault-source.js';
import { FaultWindow } from './fault-window.js';
import { type FleetShape, checkFleet, machineNodes, perNode, population } from './fleet.js';
import { type FaultClassSpec, type FaultProfileSpec, type LemonSpec } from './profile-spec.js';
import { classRatePerS } from './rates.js';

/**
 * Multiples of the profile's rates: of all classes, and of some by id. Faults at a multiple are among those
 * at any larger one.
 */
export interface RateScale {
  readonly all?: number;
  readonly byClass?: Readonly<Record<string, number>>;
}

export const scaleOf = (scale: RateScale, id: string): number =>
  (scale.all ?? 1) * (scale.byClass?.[id] ?? 1);

interface Layer {
  readonly classIndex: number;
  readonly process: ArrivalProcess;
}

/** Nodes that fail more often; which ones is drawn from the topology stream of the replica. */
class Lemons {
  private readonly nodes: Int32Array;
  private readonly chosen = new Set<number>();
  /** Share of the faults that strike lemons. */
  readonly share: number;

  constructor(
    spec: LemonSpec,
    private readonly machine: number,
    private readonly stream: RandomStream,
  ) {
    this.nodes = new Int32Array(Math.round(spec.nodeFraction * machine));
    const weight = this.nodes.length * spec.rateMultiple;
    this.share = weight / (weight + machine - this.nodes.length);
  }

  start(replica: number): void {
    this.stream.seek(replica);
    this.chosen.clear();
    for (let i = 0; i < this.nodes.length; i += 1) {
      let node = this.stream.integer(this.machine);
      while (this.chosen.has(node)) node = this.stream.integer(this.machine);
      this.chosen.add(node);
      this.nodes[i] = node;
    }
  }

  /** A node, lemons and good ones each uniform. */
  pick(stream: RandomStream): number {
    const u = stream.uniform();
    if (u < this.share) return this.nodes[Math.floor((u / this.share) * this.nodes.length)];
    let node = Math.floor(((u - this.share) / (1 - this.share)) * this.machine);
    while (this.chosen.has(node)) node = stream.integer(this.machine);
    return node;
  }
}

/**
 * Layers of one class: the first has the profile's rate, each further one doubles the total, and the last is
 * thinned. A class at twice the rate thus has every fault that it has at the single rate, and as many more
 * (exact, by superposition).
 */
function layersOf(
  spec: FaultClassSpec,
  scale: number,
): readonly { readonly rateShare: number; readonly keep: number }[] {
  if (spec.arrivals.kind === 'initial') return [{ rateShare: 1, keep: scale }];
  if (spec.arrivals.kind === 'weibull' || spec.arrivals.kind === 'markov-modulated')
    return [{ rateShare: scale, keep: 1 }];
  const layers = [{ rateShare: 1, keep: Math.min(1, scale) }];
  for (let low = 1; low < scale; low *= 2)
    layers.push({ rateShare: low, keep: Math.min(1, (scale - low) / low) });
  return layers;
}

/** `RandomStream.index` draws among so many. */
const MOST_INDEXED = 2_097_152;

export class DrawnTrace implements FaultSource {
  timeS = Infinity;
  classIndex = -1;
  component = -1;
  durationS = 0;
  private readonly layers: Layer[] = [];
  private readonly durations: RandomStream[] = [];
  /** Duration of the layer's faults; NaN where it is drawn. */
  private readonly fixedS: Float64Array;
  private readonly window: FaultWindow;
  private readonly lemons: Lemons | undefined;

  /**
   * @param untilS faults later than this are of no interest
   * @param stretchS faults are drawn for so long ahead at most
   */
  constructor(
    private readonly profile: FaultProfileSpec,
    private readonly fleet: FleetShape,
    seed: number,
    scale: RateScale = {},
    untilS = Infinity,
    stretchS = untilS,
  ) {
    checkFleet(fleet);
    this.lemons =
      profile.lemons === undefined
        ? undefined
        : new Lemons(profile.lemons, machineNodes(fleet), new RandomStream(seed, 'topology').child('lemons'));
    const faults = new RandomStream(seed, 'faults');
    let ratePerS = 0;
    profile.classes.forEach((spec, classIndex) => {
      const multiple = scaleOf(scale, spec.id);
      invariant(multiple >= 0, 'a rate multiple is not negative', { id: spec.id, multiple });
      ratePerS += classRatePerS(spec, fleet) * multiple;
      layersOf(spec, multiple).forEach((layer, index) => {
        const stream = faults.child(spec.id).child(index);
        const process = arrivalProcess(spec.arrivals, {
          stream,
          ratePerS: classRatePerS(spec, fleet) * layer.rateShare,
          components: population(fleet, spec.component),
          pick: this.pickerOf(spec),
          keep: layer.keep,
          untilS,
        });
        this.layers.push({ classIndex, process });
        this.durations.push(stream.child('duration'));
      });
    });
    this.fixedS = Float64Array.from(this.layers, ({ classIndex }) => {
      const { duration } = profile.classes[classIndex];
      return duration.kind === 'fixed' ? duration.seconds : NaN;
    });
    this.window = new FaultWindow(ratePerS, untilS, stretchS);
  }

  start(replica: number): void {
    this.lemons?.start(replica);
    this.layers.forEach(({ process }, layer) => {
      process.start(replica);
      this.durations[layer].seek(replica);
    });
    this.window.rewind();
    this.take();
  }

  advance(): void {
    if (this.timeS === Infinity) return;
    this.window.at += 1;
    this.take();
  }

  /** The fault at hand, of a further window where this one is empty. */
  private take(): void {
    const { window } = this;
    while (window.at === window.count) {
      if (!window.open()) {
        this.timeS = Infinity;
        return;
      }
      this.draw();
    }
    const { layer } = window;
    this.timeS = window.timeS;
    this.classIndex = this.layers[layer].classIndex;
    this.component = window.component;
    const fixedS = this.fixedS[layer];
    this.durationS = Number.isNaN(fixedS)
      ? drawDuration(this.profile.classes[this.classIndex].duration, this.durations[layer])
      : fixedS;
  }

  /** The faults of every layer before the end of the window. */
  private draw(): void {
    const { window, layers } = this;
    const { endS } = window;
    for (let layer = 0; layer < layers.length; layer += 1) {
      const { process } = layers[layer];
      for (; process.timeS < endS; process.advance())
        window.add(process.timeS + process.afterS, layer, process.component);
    }
    window.putInOrder();
  }

  private pickerOf(spec: FaultClassSpec): ComponentPicker {
    const members = population(this.fleet, spec.component);
    const inNode = perNode(this.fleet, spec.component);
    const { lemons } = this;
    if (members <= 1) return () => 0;
    if (lemons === undefined || inNode === 0)
      return members <= MOST_INDEXED
        ? (stream) => stream.index(members)
        : (stream) => stream.integer(members);
    if (inNode === 1) return (stream) => lemons.pick(stream);
    return (stream) => lemons.pick(stream) * inNode + stream.integer(inNode);
  }
}
