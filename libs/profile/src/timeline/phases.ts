/** Phases and layers of a profile: the device work that annotated ranges launched, as it comes by start. */
import { type KernelKind } from '../kernels/index.js';
import { type KindTimes, MS, addTime, roleOf } from './kind-times.js';
import { RunningUnion } from './running-union.js';

export interface PhaseProfile {
  /** Name of the annotated range, e.g. `attn(F)`. */
  readonly phase: string;
  /** By what most of its time is. */
  readonly role: 'compute' | 'communication';
  readonly kernels: number;
  /** Union over the streams, summed over layers. */
  readonly busyMs: number;
  readonly perLayerMs: readonly number[];
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
}

export interface LayerProfile {
  readonly layer: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly computeMs: number;
  readonly communicationMs: number;
  /** Communication of the layer's time during which nothing computed. */
  readonly exposedMs: number;
}

interface Phase {
  kernels: number;
  readonly kindsMs: KindTimes;
  readonly layers: Map<number, RunningUnion>;
}

interface Layer {
  readonly startUs: number;
  endUs: number;
  readonly compute: RunningUnion;
  readonly communication: RunningUnion;
  /** Communication during which the device computed. */
  hiddenUs: number;
}

const byLayer = <T>(layers: ReadonlyMap<number, T>): readonly (readonly [number, T])[] =>
  [...layers].sort(([a], [b]) => a - b);

export class RangeSweep {
  private readonly phases = new Map<string, Phase>();
  private readonly layers = new Map<number, Layer>();
  /** Layers whose communication may last until work that is still to come. */
  private open: Layer[] = [];

  /** @param compute of the whole device so far */
  constructor(private readonly compute: RunningUnion) {}

  add(phaseName: string, layer: number, kind: KernelKind, startUs: number, durationUs: number): void {
    const phase = this.phases.get(phaseName) ?? { kernels: 0, kindsMs: {}, layers: new Map() };
    if (phase.kernels === 0) this.phases.set(phaseName, phase);
    phase.kernels += 1;
    addTime(phase.kindsMs, kind, durationUs);
    let union = phase.layers.get(layer);
    if (union === undefined) phase.layers.set(layer, (union = new RunningUnion()));
    union.add(startUs, startUs + durationUs);
  }

  /** A kernel of a layer, which is of the device's computation or of its communication. */
  addToLayer(number: number, communicates: boolean, startUs: number, endUs: number): void {
    let layer = this.layers.get(number);
    if (layer === undefined) {
      layer = {
        startUs,
        endUs,
        compute: new RunningUnion(),
        communication: new RunningUnion(),
        hiddenUs: 0,
      };
      this.layers.set(number, layer);
    }
    if (endUs > layer.endUs) layer.endUs = endUs;
    if (!communicates) return layer.compute.add(startUs, endUs);
    layer.communication.add(startUs, endUs);
    layer.hiddenUs += this.compute.sharedWithPieceOf(layer.communication);
    if (!this.open.includes(layer)) this.open.push(layer);
  }

  /** The device's computation has a new piece. */
  computed(): void {
    const { compute } = this;
    if (this.open.length === 0 || compute.pieceToUs === compute.pieceFromUs) return;
    for (const layer of this.open) layer.hiddenUs += layer.communication.sharedWithPieceOf(compute);
  }

  /** All work to come begins at this moment or later. */
  reach(startUs: number): void {
    if (this.open.length > 0)
      this.open = this.open.filter(({ communication }) => communication.toUs > startUs);
  }

  phaseProfiles(): readonly PhaseProfile[] {
    return [...this.phases].map(([phase, { kernels, kindsMs, layers }]) => {
      const perLayerMs = byLayer(layers).map(([, union]) => union.totalUs * MS);
      return {
        phase,
        role: roleOf(kindsMs),
        kernels,
        busyMs: perLayerMs.reduce((sum, ms) => sum + ms, 0),
        perLayerMs,
        kindsMs,
      };
    });
  }

  layerProfiles(originUs: number): readonly LayerProfile[] {
    return byLayer(this.layers).map(([layer, { startUs, endUs, compute, communication, hiddenUs }]) => ({
      layer,
      startMs: (startUs - originUs) * MS,
      endMs: (endUs - originUs) * MS,
      computeMs: compute.totalUs * MS,
      communicationMs: communication.totalUs * MS,
      exposedMs: (communication.totalUs - hiddenUs) * MS,
    }));
  }
}
