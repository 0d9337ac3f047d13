/**
 * exp, log and pow with the same bits on every engine: `Math.exp` and its kin are implementation-defined in
 * the last bit (ECMA-262 21.3.2), and one bit changes a result's hash. Range reduction and polynomials after
 * the published error analysis of fdlibm (K. C. Ng, Sun Microsystems, 1993); error below 1 ulp.
 */

const LN2_HI = 6.9314718036912381649e-1;
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = 1.442695040888963387;

const bits = new DataView(new ArrayBuffer(8));

function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  return ((bits.getUint16(0) >>> 4) & 0x7ff) - 1023;
}

function scaleByPowerOfTwo(x: number, exponent: number): number {
  bits.setUint32(4, 0);
  if (exponent > 1023) {
    bits.setUint32(0, 0x7fe00000);
    return x * bits.getFloat64(0) * 2;
  }
  if (exponent < -1022) {
    bits.setUint32(0, (exponent + 54 + 1023) << 20);
    return x * bits.getFloat64(0) * 5.551115123125783e-17;
  }
  bits.setUint32(0, (exponent + 1023) << 20);
  return x * bits.getFloat64(0);
}

/** 2^-k at k + 1022, of every exponent that a normal number has. */
const INVERSE_POWERS = Float64Array.from({ length: 2046 }, (_, index) => scaleByPowerOfTwo(1, 1022 - index));

/** e^x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893383973096) return Infinity;
  if (x < -745.13321910194110842) return 0;
  const k = Math.trunc(INV_LN2 * x + (x < 0 ? -0.5 : 0.5));
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  if (k === 0) return y;
  // From the table where it holds the power: the same product, and no bits written one by one.
  return k >= -1022 && k <= 1022 ? y * INVERSE_POWERS[1022 - k] : scaleByPowerOfTwo(y, k);
}

/** Natural logarithm; NaN below zero, -Infinity at zero. */
export function log(x: number): number {
  if (x < 0 || Number.isNaN(x)) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  let shift = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    shift = -54;
  }
  let k = exponentOf(x);
  let m = x * INVERSE_POWERS[k + 1022];
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  k += shift;
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const t2 =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HI - (half - (s * (half + t1 + t2) + k * LN2_LO) - f);
}

/** x^y for x >= 0; whole exponents up to 64 by exact repeated squaring. */
export function pow(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let result = 1;
    let base = y < 0 ? 1 / x : x;
    for (let n = Math.abs(y); n > 0; n >>>= 1) {
      if (n & 1) result *= base;
      base *= base;
    }
    return result;
  }
  return x === 0 ? (y > 0 ? 0 : Infinity) : exp(y * log(x));
}

/** Natural logarithm of the gamma function for x > 0 (Lanczos, g = 7, n = 9; relative error below 1e-14). */
export function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  let sum = c[0];
  for (let i = 1; i < 9; i += 1) sum += c[i] / (z + i);
  const t = z + 7.5;
  return 0.91893853320467274178 + (z + 0.5) * log(t) - t + log(sum);
}
