/**
 * Validation families of services: what was measured of those of one phase, one kind of model and one
 * generation of devices, and the interval that follows for another.
 */
import { type ClusterSpec } from '@railyard/cluster';
import { type ModelSpec } from '@railyard/parallelism';
import { type Interval, errorQuantiles, median } from './error-quantiles.js';
import { type FamilyKey, deviceName, generationOf, modelKind } from './family-key.js';
import { predictionInterval } from './prediction-interval.js';
import { scattered } from './scattered.js';

/** What is timed: a pool by itself, one that reads and writes, or dispatch and combine alone. */
export type ServicePhase = 'prefill' | 'decode' | 'mixed' | 'exchange';

export interface ServiceFamilyKey {
  readonly device: string;
  readonly kind: FamilyKey['kind'];
  readonly phase: ServicePhase;
}

/** One published measurement that no constant was fitted to. */
export interface MeasuredService extends ServiceFamilyKey {
  /** Who published it. */
  readonly source: string;
  /** (twin - measured) / measured, per cent, of the time. */
  readonly errorPct: number;
}

export interface ServiceFamily {
  readonly name: string;
  /** Measurements of the service's own device, phase and kind, whichever the family is. */
  readonly known: number;
  readonly rows: number;
  readonly sources: number;
  readonly medianPct: number;
  readonly p90Pct: number;
  /** Median of measured / computed - 1, per cent: positive where published services took longer. */
  readonly slowerPct: number;
  /** 90 % interval of measured / computed, of times. */
  readonly interval: Interval;
}

/** Rows below which a family is not taken, and devices and sources between which it has to scatter. */
const SOME = 8;
const GROUPS = 2;

type Traits = ServiceFamilyKey & { readonly generation: string };

/** Narrowest first. */
const CHAIN: readonly (readonly (keyof Traits)[])[] = [
  ['generation', 'phase', 'kind'],
  ['phase', 'kind'],
  ['phase'],
  [],
];

export const serviceKey = (
  cluster: ClusterSpec,
  model: ModelSpec,
  phase: ServicePhase,
): ServiceFamilyKey => ({ device: deviceName(cluster), kind: modelKind(model), phase });

const traitsOf = <T extends ServiceFamilyKey>(key: T): T & Traits => ({
  ...key,
  generation: generationOf(key.device),
});

/** @param rows all measured ones, none of them the service itself */
export function serviceFamily(key: ServiceFamilyKey, rows: readonly MeasuredService[]): ServiceFamily {
  const own = traitsOf(key);
  const others = rows.map(traitsOf);
  const among = (parts: readonly (keyof Traits)[]) =>
    others.filter((row) => parts.every((part) => row[part] === own[part]));
  const parts = CHAIN.find((candidate) => isEnough(among(candidate))) ?? [];
  const members = among(parts);
  return {
    name: parts.map((part) => own[part]).join(', ') || 'all published services',
    known: among(['device', 'phase', 'kind']).length,
    rows: members.length,
    sources: new Set(members.map(({ source }) => source)).size,
    ...errorQuantiles(members.map(({ errorPct }) => errorPct)),
    slowerPct: members.length === 0 ? 0 : 100 * (median(members.map(ratioOf)) - 1),
    // Sources on one device are groups already: nothing is added for what one source leaves unseen.
    interval: members.length === 0 ? [1, 1] : predictionInterval(members.map(scattered), 0),
  };
}

const isEnough = (rows: readonly MeasuredService[]): boolean =>
  rows.length >= SOME && new Set(rows.map(({ device, source }) => `${device} ${source}`)).size >= GROUPS;

const ratioOf = ({ errorPct }: MeasuredService): number => 1 / (1 + errorPct / 100);
