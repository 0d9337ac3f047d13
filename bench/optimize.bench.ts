/**
 * Speed of the search for the best layout: DeepSeek-V3 on 2,048 H800, layouts in powers of two, one core.
 */
import { metricsOf, prepareSweep, searchBest } from '@railyard/experiments';
import { type BenchLine } from './bench-line.js';

const SWEEP = { apiVersion: 'railyard/v1', kind: 'Sweep', preset: 'deepseek-v3-mpft', method: 'optimize' };

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Thirteen times as many: experts split or not, all ZeRO stages, modules of recomputation. */
const WIDE = {
  ...SWEEP,
  parameters: {
    'workload.parallelism.expertTensor': { values: [1, 2, 4, 8] },
    'workload.parallelism.zeroStage': { values: [0, 1, 2, 3] },
    'workload.recomputeModules': { values: [null, ['norms'], ['norms', 'mla-up']] },
  },
};

/** The axes that engine 0.3.1 searched, 9,720 layouts: what a ratio to its time compares. */
const FORMER = {
  ...SWEEP,
  parameters: {
    'workload.parallelism.zeroStage': { values: [1] },
    'workload.recomputeModules': { values: [null] },
    'workload.schedule.name': { values: ['1f1b', 'zb1p', 'zb-v', 'dualpipe', 'dualpipe-v'] },
    'workload.schedule.chunksPerDevice': { values: [1] },
  },
};

/** A dense model on 1,024 GPUs. */
const DENSE = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  method: 'optimize',
  cluster: { preset: 'h800-2048-mpft', nodes: 128 },
  workload: { preset: 'llama3-70b', batch: { globalSequences: 1024 } },
};

/** Layouts of the dense model that are simulated, spread over all that can run. */
const SPREAD = 100;

/** Cold, as the command is: the one search that a user waits for. */
export async function optimizeBench(): Promise<BenchLine[]> {
  const start = process.cpuUsage();
  const sweep = prepareSweep(SWEEP);
  const preparedS = cpuSince(start);
  let runs = 0;
  let evaluatedS = 0;
  const { pruned, reference } = searchBest(sweep, (run) => {
    const began = process.cpuUsage();
    const metrics = metricsOf(run.prepared);
    evaluatedS += cpuSince(began);
    runs += 1;
    return metrics;
  });
  const seconds = cpuSince(start);
  const { size } = sweep;
  const feasible = sweep.runs.length;
  return [
    {
      name: `search over ${size.toLocaleString('en-US')} layouts of DeepSeek-V3 on 2,048 H800`,
      value: seconds,
      unit: 's',
      floor: 12,
      ambition: 2,
      lessIsBetter: true,
      note: `${feasible} can run; the layout as written ranks ${reference?.rank} of ${reference?.of}`,
    },
    {
      name: 'search, layouts simulated',
      value: runs,
      unit: '',
      lessIsBetter: true,
      note: `${pruned.length} pruned by their bound`,
    },
    {
      name: 'search, layouts checked and sized',
      value: size / preparedS,
      unit: '1/s',
      note: 'presets, rules, memory',
    },
    {
      name: 'search, layouts screened by the bound',
      value: feasible / (seconds - preparedS - evaluatedS),
      unit: '1/s',
      note: 'in closed form, and by the schedule executed where that says too little',
    },
    {
      name: 'search, layouts simulated in full',
      value: runs / evaluatedS,
      unit: '1/s',
      note: 'those that could win, cold',
    },
    formerLine(),
    screeningLine(),
    denseLine(),
  ];
}

/** In a process that has searched once already; cold it takes twice as long. */
function formerLine(): BenchLine {
  const start = process.cpuUsage();
  const sweep = prepareSweep(FORMER);
  searchBest(sweep, (run) => metricsOf(run.prepared));
  return {
    name: `search over the ${sweep.size.toLocaleString('en-US')} layouts of engine 0.3.1`,
    value: cpuSince(start),
    unit: 's',
    floor: 12,
    ambition: 2,
    lessIsBetter: true,
    note: `${sweep.runs.length} can run`,
  };
}

/** After the search above: its tables are not used again, its functions are compiled. */
function screeningLine(): BenchLine {
  const start = process.cpuUsage();
  const { size, runs } = prepareSweep(WIDE);
  return {
    name: `layouts checked and sized, of ${size.toLocaleString('en-US')} of DeepSeek-V3`,
    value: size / cpuSince(start),
    unit: '1/s',
    floor: 20_000,
    ambition: 100_000,
    note: `by rule and exact memory; ${runs.length} can run`,
  };
}

function denseLine(): BenchLine {
  const { runs } = prepareSweep(DENSE);
  const every = Math.max(1, Math.floor(runs.length / SPREAD));
  const chosen = runs.filter((_, index) => index % every === 0).map(({ prepared }) => prepared);
  const start = process.cpuUsage();
  for (const prepared of chosen) metricsOf(prepared);
  return {
    name: 'layouts of a dense 70B model on 1,024 GPUs simulated in full',
    value: chosen.length / cpuSince(start),
    unit: '1/s',
    floor: 30,
    ambition: 100,
    note: `${chosen.length} of ${runs.length} that can run, each once`,
  };
}
