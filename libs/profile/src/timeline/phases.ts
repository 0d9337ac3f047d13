/** Phases and layers of a profile: the device work that annotated ranges launched. */
import { elementAt } from '@railyard/base';
import { type KernelKind } from '../kernels/index.js';
import { type Annotation } from '../trace/index.js';
import { type Attributed } from './attribution.js';
import { type Intervals, sharedBy, totalOf } from './intervals.js';
import { rowsByKey } from './row-groups.js';
import { MS, type SortedWork } from './sorted-work.js';

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

export function phasesAndLayers(
  sorted: SortedWork,
  annotations: readonly Annotation[],
  compute: Intervals,
  { annotation, occurrence }: Attributed,
): { readonly phases: readonly PhaseProfile[]; readonly layers: readonly LayerProfile[] } {
  const inRange = sorted.rows((row) => elementAt(annotation, row) >= 0);
  const layerOf = (row: number): number => elementAt(occurrence, elementAt(annotation, row));
  const phases = rowsByKey(inRange, (row) => elementAt(annotations, elementAt(annotation, row)).name);
  const layers = rowsByKey(inRange, layerOf);
  return {
    phases: [...phases].map(([phase, rows]) => phaseProfile(sorted, phase, rows, layerOf)),
    layers: [...layers]
      .sort(([a], [b]) => a - b)
      .map(([layer, rows]) => layerProfile(sorted, layer, rows, compute)),
  };
}

function phaseProfile(
  sorted: SortedWork,
  phase: string,
  rows: Uint32Array,
  layerOf: (row: number) => number,
): PhaseProfile {
  const perLayerMs = [...rowsByKey(rows, layerOf)]
    .sort(([a], [b]) => a - b)
    .map(([, ofLayer]) => totalOf(sorted.busy(ofLayer)) * MS);
  return {
    phase,
    role: sorted.roleOf(rows),
    kernels: rows.length,
    busyMs: perLayerMs.reduce((sum, ms) => sum + ms, 0),
    perLayerMs,
    kindsMs: sorted.kindTimes(rows),
  };
}

function layerProfile(
  sorted: SortedWork,
  layer: number,
  rows: Uint32Array,
  compute: Intervals,
): LayerProfile {
  const { originUs } = sorted;
  const communication = sorted.busy(rows.filter((row) => sorted.communicates(row)));
  const own = sorted.busy(rows.filter((row) => !sorted.communicates(row)));
  const all = sorted.busy(rows);
  return {
    layer,
    startMs: (elementAt(all, 0) - originUs) * MS,
    endMs: (elementAt(all, all.length - 1) - originUs) * MS,
    computeMs: totalOf(own) * MS,
    communicationMs: totalOf(communication) * MS,
    exposedMs: (totalOf(communication) - sharedBy(communication, compute)) * MS,
  };
}
