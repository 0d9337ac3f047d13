/**
 * How soon the service refuses the bodies that cost it most: each is just below the limit of bytes, and none
 * gets as far as the queue.
 */
import { elementAt } from '@railyard/base';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchLine } from './bench-line.js';
import { ended, started } from './service-processes.js';

const numbers = Array.from({ length: 140_000 }, (_, index) => index);
const experiment = { apiVersion: 'railyard/v1', kind: 'Experiment', preset: 'deepseek-v3-mpft' };

const BODIES: Readonly<Record<string, string>> = {
  'a list of 140,000 numbers where one stands': JSON.stringify({ ...experiment, seed: numbers }),
  '60,000 keys that nobody knows': JSON.stringify({
    ...experiment,
    ...Object.fromEntries(numbers.slice(0, 60_000).map((index) => [`key${index}`, 1])),
  }),
  '300,000 numbers that are none': `[${'-0,'.repeat(300_000)}-0]`,
  'a name of 900,000 characters': JSON.stringify({ ...experiment, name: 'x'.repeat(900_000) }),
};

const ANSWERS = 21;
/** Before the code is compiled, which a service that has run for a while has behind it. */
const WARM = 10;

export async function refusalsBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-bench-'));
  const env = {
    ...process.env,
    REDIS_URL: '',
    RAILYARD_DATABASE: join(folder, 'bench.db'),
    RAILYARD_THREADS: '1',
    RAILYARD_REQUESTS_PER_MINUTE: '1000000',
    PORT: '0',
    LOG_LEVEL: 'info',
  };
  const api = await started('api', env, /"url":"([^"]+)".*"msg":"listening"/);
  try {
    const lines: BenchLine[] = [];
    for (const [name, body] of Object.entries(BODIES)) lines.push(await refusal(api.said, name, body));
    return lines;
  } finally {
    await ended(api.child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function refusal(url: string, name: string, body: string): Promise<BenchLine> {
  const times: number[] = [];
  for (let answer = -WARM; answer < ANSWERS; answer += 1) {
    const startedMs = performance.now();
    const reply = await fetch(`${url}/v1/experiments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await reply.text();
    if (reply.status !== 400 && reply.status !== 422)
      throw new Error(`${name}: answered with ${reply.status}`);
    if (answer >= 0) times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  return {
    name: `refusing ${name}`,
    value: elementAt(times, (ANSWERS - 1) / 2),
    unit: 'ms',
    floor: 100,
    lessIsBetter: true,
    note: `${(body.length / 1e6).toFixed(2)} MB; middle of ${ANSWERS} answers`,
  };
}
