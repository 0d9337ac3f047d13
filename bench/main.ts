/**
 * npm run bench [-- name ...] [--json]: every claim of speed and of the kernel model's accuracy, each
 * alongside its floor. Prints a line a figure. A figure below its floor is said, and fails nothing: the
 * machine may be busy.
 */
import { parseArgs } from 'node:util';
import { entryOf, textTable } from '@railyard/base';
import { type BenchLine } from './bench-line.js';
import { verdict } from './judgement.js';

/** Loaded one at a time, so that a suite measures itself alone. */
const SUITES: Readonly<Record<string, () => Promise<BenchLine[]>>> = {
  schedule: async () => (await import('./schedule.bench.js')).scheduleBench(),
  engine: async () => (await import('./engine.bench.js')).engineBench(),
  kernels: async () => (await import('./kernels.bench.js')).kernelsBench(),
  network: async () => (await import('./network.bench.js')).networkBench(),
  replay: async () => (await import('./replay.bench.js')).replayBench(),
  profile: async () => (await import('./profile.bench.js')).profileBench(),
  optimize: async () => (await import('./optimize.bench.js')).optimizeBench(),
  service: async () => (await import('./service.bench.js')).serviceBench(),
  'sweep-scale': async () => (await import('./sweep-scale.bench.js')).sweepScaleBench(),
};

const text = (value: number | undefined): string =>
  value === undefined ? '' : value.toLocaleString('en-US', { maximumSignificantDigits: 4 });

function tableOf(results: Readonly<Record<string, readonly BenchLine[]>>): string {
  const body = Object.entries(results).flatMap(([suite, lines]) =>
    lines.map((line) => [
      suite,
      line.name,
      text(line.value),
      line.unit,
      text(line.floor),
      text(line.ambition),
      verdict(line),
      line.note ?? '',
    ]),
  );
  const head = ['suite', 'what', 'value', 'unit', 'floor', 'ambition', 'verdict', 'note'];
  const numbers = ['value', 'floor', 'ambition'].map((name) => head.indexOf(name));
  const blocks = textTable(
    { head, body, rightAligned: (column) => numbers.includes(column) },
    process.stdout.columns,
  );
  return `${blocks.map((block) => [...block.head, ...block.body].join('\n')).join('\n\n')}\n`;
}

const USE = `Use npm run bench [-- suite ... --json]. Suites: ${Object.keys(SUITES).join(', ')}.\n`;

interface Asked {
  readonly suites: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws where a suite or an option is not known. */
function asked(): Asked {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !(name in SUITES));
  if (unknown.length > 0) throw new RangeError(`No suite is called ${unknown.join(', ')}.`);
  return { ...values, suites: positionals.length > 0 ? positionals : Object.keys(SUITES) };
}

async function measure({ suites, json }: Asked): Promise<void> {
  const results: Record<string, readonly BenchLine[]> = {};
  for (const name of suites) results[name] = await entryOf(SUITES, name)();
  const lines = Object.values(results).flat();
  process.stdout.write(json ? `${JSON.stringify(results, null, 2)}\n` : tableOf(results));
  const below = lines.filter((line) => verdict(line) === 'BELOW FLOOR');
  process.stderr.write(`${lines.length} figures, ${below.length} below their floor.\n`);
}

let choice: Asked | undefined;
try {
  choice = asked();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USE}`);
  process.exitCode = 2;
}
if (choice?.help === true) process.stdout.write(USE);
else if (choice !== undefined) await measure(choice);
