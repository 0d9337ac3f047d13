/**
 * Levenberg-Marquardt in the logarithm of the constants, within bounds, with weights that make outliers
 * count as their distance and not as its square (soft L1). Deterministic.
 */

const STEP = 1e-3;

/**
 * @param residuals (values) => log errors
 * @param start, low, high arrays of values
 * @param knee log error from which an outlier counts less
 */
export function leastSquares(residuals, start, low, high, { knee = 0.04, iterations = 60 } = {}) {
  const clamp = (point) => point.map((x, i) => Math.min(Math.log(high[i]), Math.max(Math.log(low[i]), x)));
  const at = (point) => residuals(point.map(Math.exp));
  const loss = (errors) =>
    errors.reduce((sum, e) => sum + 2 * knee * knee * (Math.sqrt(1 + (e / knee) ** 2) - 1), 0);
  let point = clamp(start.map(Math.log));
  let errors = at(point);
  let best = loss(errors);
  let damping = 1e-2;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const { gradient, curvature } = normalEquations(at, point, errors, knee);
    let gained = false;
    for (let attempt = 0; attempt < 8 && !gained; attempt += 1) {
      const step = solve(curvature, gradient, damping);
      const next = clamp(point.map((x, i) => x - step[i]));
      const nextErrors = at(next);
      const value = loss(nextErrors);
      if (value < best) {
        gained = best - value > 1e-9 * best;
        [point, errors, best] = [next, nextErrors, value];
        damping = Math.max(damping / 4, 1e-9);
        if (!gained) return point.map(Math.exp);
      } else damping *= 5;
    }
    if (!gained) break;
  }
  return point.map(Math.exp);
}

function normalEquations(at, point, errors, knee) {
  const n = point.length;
  const columns = point.map((_, i) => {
    const moved = at(point.map((x, j) => (i === j ? x + STEP : x)));
    return moved.map((e, row) => (e - errors[row]) / STEP);
  });
  const weights = errors.map((e) => 1 / Math.sqrt(1 + (e / knee) ** 2));
  const dot = (a, b) => a.reduce((sum, x, row) => sum + weights[row] * x * b[row], 0);
  const gradient = columns.map((column) => dot(column, errors));
  const curvature = Array.from({ length: n }, (_, i) => columns.map((column) => dot(columns[i], column)));
  return { gradient, curvature };
}

/** Gaussian elimination of (curvature + damping diagonal) step = gradient. */
function solve(curvature, gradient, damping) {
  const n = gradient.length;
  const a = curvature.map((row, i) => [
    ...row.map((x, j) => (i === j ? x * (1 + damping) + 1e-12 : x)),
    gradient[i],
  ]);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(a[row][column]) > Math.abs(a[pivot][column])) pivot = row;
    [a[column], a[pivot]] = [a[pivot], a[column]];
    for (let row = column + 1; row < n; row += 1) {
      const factor = a[row][column] / a[column][column];
      for (let k = column; k <= n; k += 1) a[row][k] -= factor * a[column][k];
    }
  }
  const x = new Array(n).fill(0);
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = a[row][n];
    for (let k = row + 1; k < n; k += 1) sum -= a[row][k] * x[k];
    x[row] = sum / a[row][row];
  }
  return x;
}
