/**
 * Bodies that are almost right: valid documents with a few random wounds, always the same from the same seed.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { elementAt } from '@railyard/base';
import { call } from './http.js';
import { randomSource } from './reliability.js';

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.1,
  1e-320,
  5e-324,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53 + 2,
  1e21,
  65536,
  1000001,
];
const TEXTS = [
  '',
  ' ',
  'x',
  '8',
  'NaN',
  'null',
  '\u0000',
  '\ud800',
  '🚂'.repeat(50),
  'e\u0301',
  '\u202e',
  'a'.repeat(20_000),
  '../../etc/passwd',
  '%2e%2e%2f',
  "' OR 1=1 --",
  '=1+1',
  '<script>',
  '${7*7}',
  'deepseek-v3',
  'h800-2048-mpft',
];
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'preset',
  'kind',
  'apiVersion',
  'name',
  'seed',
  '',
  'x',
  '🚂',
  'length',
  '0',
];

type Plain = Record<string, unknown>;

/** One mutated body as text. */
function wounded(valid: unknown, random: () => number): string {
  const pick = <Item>(items: readonly Item[]): Item => elementAt(items, Math.floor(random() * items.length));
  let root: unknown = structuredClone(valid);
  const anything = (): unknown =>
    pick<() => unknown>([
      () => pick(NUMBERS),
      () => pick(TEXTS),
      () => null,
      () => true,
      () => [],
      () => ({}),
      () => [[{}]],
      () => Array.from({ length: 200 }, () => pick(NUMBERS)),
      () => JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown,
      () => ({ [pick(KEYS)]: pick(NUMBERS) }),
      () => structuredClone(valid),
    ])();
  const wounds = 1 + Math.floor(random() * 4);
  for (let wound = 0; wound < wounds; wound += 1) root = wound0(root);
  const text = JSON.stringify(root) ?? 'undefined';
  return random() < 0.15 ? torn(text) : text;

  /** Walks down at random and changes what it finds there. */
  function wound0(node: unknown): unknown {
    if (typeof node !== 'object' || node === null || random() < 0.15) return anything();
    if (Array.isArray(node)) {
      const at = Math.floor(random() * (node.length + 1));
      return random() < 0.3 ? node.toSpliced(at, 1) : node.toSpliced(at, 1, wound0(node[at]));
    }
    const copy: Plain = { ...(node as Plain) };
    const keys = Object.keys(copy);
    const key = keys.length === 0 ? pick(KEYS) : pick(keys);
    const kind = random();
    if (kind < 0.12) delete copy[key];
    else if (kind < 0.24)
      Object.defineProperty(copy, pick(KEYS), {
        value: anything(),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (kind < 0.3) copy[`${key}s`] = copy[key];
    else copy[key] = wound0(copy[key]);
    return copy;
  }

  /** Text that may no longer be JSON. */
  function torn(whole: string): string {
    const at = Math.floor(random() * whole.length);
    return pick<() => string>([
      () => whole.slice(0, at),
      () =>
        whole.slice(0, at) +
        pick(['"', '{', '[', '}', ',', '\\', '\u0000', '1e999', 'NaN']) +
        whole.slice(at),
      () => whole + whole,
      () => `${whole.slice(0, at)}${whole.slice(at + 1)}`,
      () => `{"a":${whole},"a":${whole}}`,
    ])();
  }
}

export interface FuzzFigures {
  readonly route: string;
  readonly sent: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** What the process, which is service and client in one, holds after a collection more than before. */
  readonly grownMB: number;
  /** Attempts with a 5xx, a hang, or an answer that is no problem: must be empty. */
  readonly findings: readonly string[];
}

const CLIENTS = 8;
const HANG_MS = 2000;

/**
 * An address whose parameters are almost right, as text that may have to be repaired to be an address at all.
 */
function woundedQuery(
  path: string,
  parameters: Readonly<Record<string, string>>,
  random: () => number,
): string {
  const pick = <Item>(items: readonly Item[]): Item => elementAt(items, Math.floor(random() * items.length));
  const pairs = Object.entries(parameters).filter(() => random() < 0.6);
  const wounds = 1 + Math.floor(random() * 3);
  for (let wound = 0; wound < wounds; wound += 1) {
    const key = random() < 0.7 ? pick(Object.keys(parameters)) : pick(KEYS);
    pairs.push([
      random() < 0.1 ? `${key}[${pick(KEYS)}]` : key,
      random() < 0.5 ? pick(TEXTS).slice(0, 500) : String(pick(NUMBERS)),
    ]);
  }
  // Half a character is none in an address.
  const written = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
  const query = pairs.map(([key, value]) => `${written(key)}=${written(value)}`).join('&');
  return `${path}?${query}${random() < 0.1 ? '&%ff=%zz' : ''}`;
}

/** Sends mutated bodies to one route. */
export function fuzzRoute(
  base: string,
  method: string,
  route: string,
  valid: unknown,
  count: number,
  seed: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<FuzzFigures> {
  return fuzz(base, method, route, (random) => ({ path: route, body: wounded(valid, random) }), {
    count,
    seed,
    headers,
  });
}

/** Sends mutated parameters to one route. */
export function fuzzQuery(
  base: string,
  route: string,
  parameters: Readonly<Record<string, string>>,
  count: number,
  seed: number,
): Promise<FuzzFigures> {
  return fuzz(base, 'GET', route, (random) => ({ path: woundedQuery(route, parameters, random) }), {
    count,
    seed,
    headers: {},
  });
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldMB(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

interface Attempt {
  readonly path: string;
  readonly body?: string;
}

async function fuzz(
  base: string,
  method: string,
  route: string,
  attempt: (random: () => number) => Attempt,
  {
    count,
    seed,
    headers,
  }: { readonly count: number; readonly seed: number; readonly headers: Readonly<Record<string, string>> },
): Promise<FuzzFigures> {
  const random = randomSource(seed);
  const byStatus: Record<string, number> = {};
  const findings: string[] = [];
  let slowestMs = 0;
  let sent = 0;
  const beforeMB = heldMB();
  const client = async (): Promise<void> => {
    while (sent < count) {
      const number = (sent += 1);
      const { path, body } = attempt(random);
      const send = async () => {
        const startedMs = performance.now();
        const reply = await call(base, path, { method, body, headers });
        return { ...reply, ms: performance.now() - startedMs };
      };
      const first = await send();
      // A machine that stood still does not stand still twice for the same request.
      const { status, text, headers: answered, ms } = first.ms > HANG_MS ? await send() : first;
      slowestMs = Math.max(slowestMs, ms);
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      const isProblem =
        status < 400 || answered.get('content-type')?.startsWith('application/problem+json') === true;
      const leaks = status >= 400 && /node_modules|\.js:\d|\.ts:\d|\\n +at /.test(text);
      if (status >= 500 || ms > HANG_MS || !isProblem || leaks)
        findings.push(
          `seed ${seed} attempt ${number}: ${status} after ${Math.round(ms)} ms: ` +
            `${(body ?? path).slice(0, 300)} -> ${text.slice(0, 300)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return {
    route: `${method} ${route}`,
    sent: count,
    byStatus,
    slowestMs: Math.round(slowestMs),
    grownMB: Math.round(heldMB() - beforeMB),
    findings,
  };
}
