/**
 * Slim Fly (Besta and Hoefler, SC 2014): McKay-Miller-Siran graphs of diameter 2. Routers (0, x, y) and (1,
 * m, c) over GF(q); (0, x, y) meets (0, x, y') when y - y' is in X, (1, m, c) meets (1, m, c') when c - c' is
 * in X', and (0, x, y) meets (1, m, c) when y = m x + c. With q = 4w + d, d in {-1, 0, 1}: 2q^2 routers of
 * degree (3q - d) / 2.
 *
 * The graph exists for prime powers only. Published comparisons also quote sizes for other q (28, say) from
 * the counts below; those are a closed form without a graph behind it, and inventories say so.
 */
import { invariant } from '@railyard/base';
import { type TopologySpec } from '../definition/index.js';
import { type GaloisField, galoisField, primePower } from './galois.js';
import { type ScaleOut } from './scale-out.js';

export type SlimFlyTopology = Extract<TopologySpec, { kind: 'slim-fly' }>;

/** d of q = 4w + d; undefined for q = 4w + 2, which has none. */
export function slimFlyDelta(q: number): -1 | 0 | 1 | undefined {
  const residue = q % 4;
  return residue === 2 ? undefined : residue === 3 ? -1 : residue === 1 ? 1 : 0;
}

export interface SlimFlyCounts {
  readonly routers: number;
  /** Links of a router to other routers. */
  readonly degree: number;
  readonly links: number;
}

/** Counts by formula; undefined for q = 4w + 2. */
export function slimFlyCounts(q: number): SlimFlyCounts | undefined {
  const delta = slimFlyDelta(q);
  if (delta === undefined) return undefined;
  const degree = (3 * q - delta) / 2;
  return { routers: 2 * q * q, degree, links: q * q * degree };
}

/** Whether the graph itself can be built. */
export const slimFlyExists = (q: number): boolean =>
  q > 3 && primePower(q) !== undefined && slimFlyDelta(q) !== undefined;

/** Largest q below and smallest q above for which the graph exists. */
export function nearestSlimFly(q: number): { readonly below: number | undefined; readonly above: number } {
  let below = Math.floor(q) - 1;
  while (below > 3 && !slimFlyExists(below)) below -= 1;
  let above = Math.max(4, Math.floor(q) + 1);
  while (!slimFlyExists(above)) above += 1;
  return { below: below > 3 ? below : undefined, above };
}

/** The generator sets X and X', as exponents of the primitive element (SC'14, section 2.1.2). */
function generators(field: GaloisField, delta: -1 | 0 | 1): readonly [Set<number>, Set<number>] {
  const q = field.order;
  const w = (q - delta) / 4;
  const at = (exponents: number[]) => new Set(exponents.map((e) => field.powers[e % (q - 1)]));
  const steps = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + 2 * i);
  switch (delta) {
    case 1:
      return [at(steps(0, 2 * w)), at(steps(1, 2 * w))];
    case 0:
      return [at(steps(0, 2 * w)), at(steps(1, 2 * w))];
    case -1:
      return [at([...steps(0, w), ...steps(2 * w - 1, w)]), at([...steps(1, w), ...steps(2 * w, w)])];
  }
}

export function planSlimFly(topology: SlimFlyTopology): ScaleOut {
  const { q, endpointsPerSwitch, switchPorts } = topology;
  const field = galoisField(q);
  const delta = slimFlyDelta(q);
  invariant(field !== undefined && delta !== undefined, 'Slim Fly needs a prime power q = 4w + d', { q });
  const sets = generators(field, delta);
  return {
    planes: 1,
    portsPerNic: 1,
    leaves: 0,
    spines: 0,
    cores: 0,
    routers: 2 * q * q,
    routersPerGroup: q,
    railAligned: false,
    switchPorts,
    attach: (nic) => Math.floor(nic / endpointsPerSwitch),
    planeOf: () => -1,
    wire: (connect) => {
      for (let column = 0; column < 2 * q; column += 1) {
        for (const step of sets[column < q ? 0 : 1]) {
          for (let y = 0; y < q; y += 1) {
            const other = field.add(y, step);
            if (y < other) connect(column * q + y, column * q + other, 'local', -1);
          }
        }
      }
      for (let x = 0; x < q; x += 1) {
        for (let m = 0; m < q; m += 1) {
          const slope = field.multiply(m, x);
          for (let c = 0; c < q; c += 1) connect(x * q + field.add(slope, c), (q + m) * q + c, 'global', -1);
        }
      }
    },
  };
}
