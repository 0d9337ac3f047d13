/** CPU time of whole processes: of the command, and of the first document that a process computes. */
import { elementAt } from '@railyard/base';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchLine } from './bench-line.js';

const RUNS = 5;
const COMMAND = fileURLToPath(new URL('../../bin/railyard.mjs', import.meta.url));
const FIRST_DOCUMENT = fileURLToPath(new URL('./first-document.js', import.meta.url));

/** Loaded first by a process, says on descriptor 3 what it has used when it ends, its start included. */
const ACCOUNT = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs';" +
    "process.on('exit', () => {" +
    '  const { user, system } = process.cpuUsage();' +
    '  writeSync(3, String((user + system) / 1e6));' +
    '});',
)}`;

export function processLines(): BenchLine[] {
  const command = (words: string, floor: number): BenchLine => ({
    name: `railyard ${words}, as a process`,
    value: median(() => numberWritten(['--import', ACCOUNT, COMMAND, ...words.split(' ')], 3)),
    unit: 's CPU',
    floor,
    lessIsBetter: true,
    note: `median of ${RUNS}`,
  });
  return [
    {
      name: 'first document of a process, checked and computed',
      value: medianOfProcesses([FIRST_DOCUMENT]),
      unit: 'ms CPU',
      floor: 250,
      lessIsBetter: true,
      note: `median of ${RUNS}, with its band`,
    },
    command('--help', 0.15),
    command('validate deepseek-v3-mpft', 0.25),
    command('run deepseek-v3-mpft', 0.5),
  ];
}

const median = (measure: () => number): number =>
  elementAt(
    Array.from({ length: RUNS }, measure).sort((a, b) => a - b),
    Math.floor(RUNS / 2),
  );

/** Median of what processes of Node with these arguments write on stdout, as a number. */
export const medianOfProcesses = (args: readonly string[]): number => median(() => numberWritten(args, 1));

/** What a process of Node with these arguments writes on a descriptor, as a number. */
function numberWritten(args: readonly string[], descriptor: number): number {
  const { status, output } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}.`);
  return Number(output[descriptor]);
}
