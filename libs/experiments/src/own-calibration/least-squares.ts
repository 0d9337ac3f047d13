/**
 * Levenberg-Marquardt in the logarithm of positive values, within bounds, with weights that make outliers
 * count as their distance and not as its square (soft L1). Deterministic.
 */
import { exp, log } from '@railyard/base';

/** Step of the logarithms by which slopes are taken. */
const STEP = 1e-3;

export interface Bounded {
  readonly start: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface FitOptions {
  /** Residual from which an outlier counts less. */
  readonly knee?: number | undefined;
  readonly iterations?: number;
}

type Residuals = (values: readonly number[]) => readonly number[];

/** Values whose residuals are least. */
export function leastSquares(
  residuals: Residuals,
  { start, low, high }: Bounded,
  { knee = 0.04, iterations = 60 }: FitOptions = {},
): number[] {
  const clamp = (point: readonly number[]): number[] =>
    point.map((x, i) => Math.min(log(high[i] ?? x), Math.max(log(low[i] ?? x), x)));
  const at: Residuals = (point) => residuals(point.map((x) => exp(x)));
  const loss = (errors: readonly number[]): number =>
    errors.reduce((sum, e) => sum + 2 * knee * knee * (Math.sqrt(1 + (e / knee) * (e / knee)) - 1), 0);
  let point = clamp(start.map((x) => log(x)));
  let errors = at(point);
  let best = loss(errors);
  let damping = 1e-2;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const { gradient, curvature } = normalEquations(at, point, errors, knee);
    let gained = false;
    for (let attempt = 0; attempt < 8 && !gained; attempt += 1) {
      const step = solve(curvature, gradient, damping);
      const next = clamp(point.map((x, i) => x - (step[i] ?? 0)));
      const nextErrors = at(next);
      const value = loss(nextErrors);
      if (value < best) {
        gained = best - value > 1e-9 * best;
        [point, errors, best] = [next, nextErrors, value];
        damping = Math.max(damping / 4, 1e-9);
        if (!gained) return point.map((x) => exp(x));
      } else damping *= 5;
    }
    if (!gained) break;
  }
  return point.map((x) => exp(x));
}

interface NormalEquations {
  readonly gradient: readonly number[];
  readonly curvature: readonly (readonly number[])[];
}

function normalEquations(
  at: Residuals,
  point: readonly number[],
  errors: readonly number[],
  knee: number,
): NormalEquations {
  const columns = point.map((_, i) => {
    const moved = at(point.map((x, j) => (i === j ? x + STEP : x)));
    return moved.map((e, row) => (e - (errors[row] ?? 0)) / STEP);
  });
  const weights = errors.map((e) => 1 / Math.sqrt(1 + (e / knee) * (e / knee)));
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, row) => sum + (weights[row] ?? 0) * x * (b[row] ?? 0), 0);
  return {
    gradient: columns.map((column) => dot(column, errors)),
    curvature: columns.map((column) => columns.map((other) => dot(column, other))),
  };
}

/** Gaussian elimination of (curvature + damping diagonal) step = gradient. */
function solve(
  curvature: NormalEquations['curvature'],
  gradient: readonly number[],
  damping: number,
): Float64Array {
  const n = curvature.length;
  const a = curvature.map((row, i) =>
    Float64Array.from([...row.map((x, j) => (i === j ? x * (1 + damping) + 1e-12 : x)), gradient[i] ?? 0]),
  );
  const value = (row: number, column: number): number => a[row]?.[column] ?? 0;
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(value(row, column)) > Math.abs(value(pivot, column))) pivot = row;
    const [upper, lower] = [a[column], a[pivot]];
    if (upper === undefined || lower === undefined) break;
    [a[column], a[pivot]] = [lower, upper];
    for (let row = column + 1; row < n; row += 1) {
      const factor = value(row, column) / value(column, column);
      for (let k = column; k <= n; k += 1)
        (a[row] as Float64Array)[k] = value(row, k) - factor * value(column, k);
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = value(row, n);
    for (let k = row + 1; k < n; k += 1) sum -= value(row, k) * (x[k] ?? 0);
    x[row] = sum / value(row, row);
  }
  return x;
}
