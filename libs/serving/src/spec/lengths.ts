/** Lengths of prompts and answers: one for all, or a distribution. */
import { exp, log, normalQuantile } from '@railyard/base';

/** `cv`: deviation over the mean, which the request states. */
interface LogNormalLengths {
  readonly kind: 'log-normal';
  readonly cv: number;
}

/** Lengths as they were seen, each as often as its weight says; absent: equally often. */
interface ListedLengths {
  readonly kind: 'list';
  readonly tokens: readonly number[];
  readonly weights?: readonly number[];
}

/** Quantiles in equal steps, from the shortest to the longest; between two of them all are equally likely. */
interface QuantileLengths {
  readonly kind: 'quantiles';
  readonly tokens: readonly number[];
}

export type LengthsSpec = LogNormalLengths | ListedLengths | QuantileLengths;

/** Lengths that stand for all: what is smooth in the length is summed over them by their shares. */
export interface LengthPoint {
  readonly tokens: number;
  readonly share: number;
}

/** The mean of a distribution that has one of its own; undefined of one that takes the request's. */
export function meanLength(spec: LengthsSpec): number | undefined {
  return spec.kind === 'log-normal' ? undefined : meanOf(pointsOf(spec, 1));
}

/** @param mean of the request: points are scaled to it, which rounds less than half a token away */
export function lengthPoints(mean: number, spec: LengthsSpec | undefined): readonly LengthPoint[] {
  if (spec === undefined) return [{ tokens: mean, share: 1 }];
  const points = pointsOf(spec, mean);
  const scale = mean / meanOf(points);
  return points.map(({ tokens, share }) => ({ tokens: tokens * scale, share }));
}

const meanOf = (points: readonly LengthPoint[]): number =>
  points.reduce((sum, { tokens, share }) => sum + tokens * share, 0);

/** The length below which so many lie. @param share 0 to 1, both excluded */
export function lengthAt(mean: number, spec: LengthsSpec | undefined, share: number): number {
  if (spec === undefined) return mean;
  if (spec.kind === 'log-normal') {
    const { location, deviation } = logNormal(mean, spec.cv);
    return exp(location + deviation * normalQuantile(share));
  }
  if (spec.kind === 'list') {
    const sorted = [...pointsOf(spec, mean)].sort((a, b) => a.tokens - b.tokens);
    let below = 0;
    return (sorted.find((point) => (below += point.share) >= share) ?? sorted.at(-1))?.tokens ?? mean;
  }
  const steps = spec.tokens.length - 1;
  const at = Math.min(steps - 1, Math.floor(share * steps));
  const [from = mean, to = mean] = spec.tokens.slice(at, at + 2);
  return from + (to - from) * (share * steps - at);
}

/** Half a deviation apart, a sum over points is an integral over the normal: its error is below 1e-30. */
const STEP = 0.5;
/** Deviations on either side; upwards more, since long lengths weigh by their squares. */
const REACH = 6;

/** Places of two points in [0, 1] whose mean is that of any cubic (Gauss and Legendre). */
const PAIR = [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)];

function pointsOf(spec: LengthsSpec, mean: number): readonly LengthPoint[] {
  switch (spec.kind) {
    case 'log-normal':
      return logNormalPoints(mean, spec.cv);
    case 'list': {
      const { tokens, weights = tokens.map(() => 1) } = spec;
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return tokens.map((length, i) => ({ tokens: length, share: (weights[i] ?? 0) / all }));
    }
    case 'quantiles': {
      const pieces = spec.tokens.slice(1).map((to, i) => [spec.tokens[i] ?? to, to] as const);
      return pieces.flatMap(([from, to]) =>
        PAIR.map((place) => ({ tokens: from + (to - from) * place, share: 1 / (2 * pieces.length) })),
      );
    }
  }
}

function logNormalPoints(mean: number, cv: number): readonly LengthPoint[] {
  if (cv === 0) return [{ tokens: mean, share: 1 }];
  const { location, deviation } = logNormal(mean, cv);
  const points: LengthPoint[] = [];
  for (let z = -REACH; z <= REACH + 2 * deviation; z += STEP)
    points.push({ tokens: exp(location + deviation * z), share: exp((-z * z) / 2) });
  const all = points.reduce((sum, { share }) => sum + share, 0);
  return points.map(({ tokens, share }) => ({ tokens, share: share / all }));
}

function logNormal(mean: number, cv: number) {
  const variance = log(1 + cv * cv);
  return { location: log(mean) - variance / 2, deviation: Math.sqrt(variance) };
}
