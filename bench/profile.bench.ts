/**
 * Import of a long recording by the command: a million kernels, as many launches, 40,000 annotated ranges.
 * CPU time and memory of the whole process.
 */
import { elementAt } from '@railyard/base';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchLine } from './bench-line.js';

const COMMAND = fileURLToPath(new URL('../../bin/railyard.mjs', import.meta.url));
const KERNELS = 1_000_000;
const KERNELS_OF_A_RANGE = 25;
const KERNEL_EVERY_US = 13;
const RANGES = ['attn(F)', 'mlp(F)', 'dispatch(F)', 'combine(B)'];
const RUNS = 3;

/** Loaded first by a process, says on descriptor 3 what it has used when it ends. */
const ACCOUNT = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs';" +
    "process.on('exit', () => {" +
    '  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();' +
    '  writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, (maxRSS * 1024) / 1e6]));' +
    '});',
)}`;

export function profileBench(): BenchLine[] {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-bench-'));
  try {
    const file = join(folder, 'long.json');
    writeTrace(file);
    const runs = Array.from({ length: RUNS }, () => imported(file));
    const most = (column: number): number => Math.max(...runs.map((run) => elementAt(run, column)));
    const note = `most of ${RUNS} processes; as many launches, ${KERNELS / KERNELS_OF_A_RANGE} ranges`;
    const name = `railyard import of ${KERNELS.toLocaleString('en-US')} kernels`;
    return [
      { name, value: most(0), unit: 's CPU', floor: 10, ambition: 5, lessIsBetter: true, note },
      {
        name: `${name}, memory`,
        value: most(1),
        unit: 'MB',
        floor: 300,
        ambition: 200,
        lessIsBetter: true,
        note,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** [CPU seconds, most memory in MB] */
function imported(file: string): readonly number[] {
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', ACCOUNT, COMMAND, 'import', file, '--json'],
    { stdio: ['ignore', 'ignore', 'inherit', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`railyard import ended with ${status}.`);
  return JSON.parse(output[3] ?? '') as number[];
}

function writeTrace(file: string): void {
  const to = openSync(file, 'w');
  writeSync(to, '{"deviceProperties":[{"id":0,"name":"NVIDIA H800","numSms":132}],"traceEvents":[\n');
  for (let index = 0; index < KERNELS; index += KERNELS_OF_A_RANGE) {
    const events = Array.from({ length: KERNELS_OF_A_RANGE }, (_, at) => eventsOfKernel(index + at)).flat();
    const text = [rangeOf(index), ...events].map((event) => JSON.stringify(event)).join(',\n');
    writeSync(to, index + KERNELS_OF_A_RANGE < KERNELS ? `${text},\n` : text);
  }
  writeSync(to, ']}');
  closeSync(to);
}

const startOf = (kernel: number): number => 1_740_461_679_471_000 + kernel * KERNEL_EVERY_US;

const rangeOf = (kernel: number): object => ({
  ph: 'X',
  cat: 'user_annotation',
  name: elementAt(RANGES, (kernel / KERNELS_OF_A_RANGE) % RANGES.length),
  pid: 1,
  tid: 2,
  ts: startOf(kernel),
  dur: KERNELS_OF_A_RANGE * KERNEL_EVERY_US - 1,
});

function eventsOfKernel(index: number): readonly object[] {
  const ts = startOf(index);
  const moves = index % 5 === 0;
  const stream = moves ? 27 : 7;
  const collective = {
    'Collective name': 'allreduce',
    'In msg nelems': 4096,
    'Group size': 8,
    dtype: 'Half',
  };
  return [
    {
      ph: 'X',
      cat: 'cuda_runtime',
      name: 'cudaLaunchKernel',
      pid: 1,
      tid: 2,
      ts: ts + 1,
      dur: 1.5,
      args: { cbid: 211, correlation: index },
    },
    {
      ph: 'X',
      cat: 'kernel',
      name: moves
        ? 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL(ncclDevKernelArgsStorage<4096ul>)'
        : `void cutlass::device_kernel<fp8_gemm::GemmKernel<${'cute::C<128>, '.repeat(12)}>>${index % 200}`,
      pid: 0,
      tid: stream,
      ts: ts + 2,
      dur: 12.25,
      args: { device: 0, stream, correlation: index, ...(moves ? collective : {}), grid: [112, 1, 1] },
    },
  ];
}
