/** Finite fields GF(p^m), small enough for tables: what the Slim Fly construction needs of them. */

/** Prime p and exponent m with p^m = q; undefined when q is no prime power. */
export function primePower(q: number): { readonly prime: number; readonly exponent: number } | undefined {
  if (!Number.isInteger(q) || q < 2) return undefined;
  let prime = 2;
  while (q % prime !== 0) prime += 1;
  let rest = q;
  let exponent = 0;
  while (rest % prime === 0) {
    rest /= prime;
    exponent += 1;
  }
  return rest === 1 ? { prime, exponent } : undefined;
}

/** Elements are the numbers 0..q-1, read as polynomials over GF(p) by their digits in base p. */
export interface GaloisField {
  readonly order: number;
  /** Powers of a primitive element: powers[i] = x^i for 0 <= i < q - 1; every element but 0 occurs once. */
  readonly powers: Int32Array;
  readonly add: (a: number, b: number) => number;
  readonly multiply: (a: number, b: number) => number;
}

/** GF(q), or undefined when q is no prime power. */
export function galoisField(q: number): GaloisField | undefined {
  const split = primePower(q);
  if (split === undefined) return undefined;
  const powers = primitivePowers(split.prime, q);
  const logarithm = new Int32Array(q);
  powers.forEach((element, i) => {
    logarithm[element] = i;
  });
  return {
    order: q,
    powers,
    add: (a, b) => addDigits(a, b, split.prime),
    multiply: (a, b) => (a === 0 || b === 0 ? 0 : powers[(logarithm[a] + logarithm[b]) % (q - 1)]),
  };
}

function addDigits(a: number, b: number, prime: number): number {
  let sum = 0;
  for (let place = 1; a > 0 || b > 0; place *= prime) {
    sum += (((a % prime) + (b % prime)) % prime) * place;
    a = Math.floor(a / prime);
    b = Math.floor(b / prime);
  }
  return sum;
}

/**
 * Tries monic polynomials x^m + c (c any polynomial below degree m) until x runs through all q - 1 elements
 * before it is 1 again.
 */
function primitivePowers(prime: number, q: number): Int32Array {
  for (let c = 1; ; c += 1) {
    const powers = powersOfX(c, prime, q);
    if (powers !== undefined) return powers;
  }
}

function powersOfX(c: number, prime: number, q: number): Int32Array | undefined {
  const top = q / prime;
  const powers = new Int32Array(q - 1);
  let element = 1;
  for (let i = 0; i < q - 1; i += 1) {
    if (element === 0 || (i > 0 && element === 1)) return undefined;
    powers[i] = element;
    // x * element: shift the digits up and replace lead * x^m by -lead * c.
    const lead = Math.floor(element / top);
    let next = (element % top) * prime;
    for (let n = 0; n < (prime - lead) % prime; n += 1) next = addDigits(next, c, prime);
    element = next;
  }
  return element === 1 ? powers : undefined;
}
