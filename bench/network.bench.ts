/**
 * Speed of the flow solver and of collectives. Floors and ambitions are those of the project's PEERS page;
 * the cases of SimGrid 4.1.1 (`referenceCase`) take it 0.73 s (8 planes, equal sizes), 13.7 s (8 planes, +-20
 * %) and 176.9 s (one plane, +-20 %).
 */
import {
  allToAll,
  capacityUnder,
  CLUSTERS,
  expertAllToAll,
  expertTraffic,
  Fabric,
  type FlowSet,
  FlowSetBuilder,
  referenceCase,
  simulateFlows,
} from '@railyard/cluster';
import { RandomStream, elementAt, entryOf } from '@railyard/base';
import { fileURLToPath } from 'node:url';
import { type BenchLine } from './bench-line.js';
import { BATCHING, directRequest, expertRequest, FLOW_CASES, range, withSkew } from './flow-cases.js';
import { medianOfProcesses } from './process-cpu.js';

const FIRST_FLOWS = fileURLToPath(new URL('./first-flows.js', import.meta.url));

/** CPU milliseconds of one run: the median of `runs`, after as many to warm up. */
function cpuMs(work: () => void, runs = 3): number {
  const measured: number[] = [];
  for (let i = 0; i < 2 * runs; i += 1) {
    const start = process.cpuUsage();
    work();
    const used = process.cpuUsage(start);
    if (i >= runs) measured.push((used.user + used.system) / 1000);
  }
  measured.sort((a, b) => a - b);
  return elementAt(measured, Math.floor(runs / 2));
}

/** The first simulation of a process, which compiles what it runs. */
const firstCallLines = (): BenchLine[] =>
  Object.keys(FLOW_CASES).map((name) => ({
    name: `${name}: first call of a process`,
    value: medianOfProcesses([FIRST_FLOWS, name]),
    unit: 'ms CPU',
    lessIsBetter: true,
    note: 'median of 5',
  }));

export async function networkBench(): Promise<BenchLine[]> {
  return [
    ...collectiveLines(),
    ...nvlinkLines(),
    ...referenceLines(),
    ...ecmpLines(),
    ...growthLines(),
    ...firstCallLines(),
  ];
}

function collectiveLines(): BenchLine[] {
  const spec = entryOf(CLUSTERS, 'h800-2048-mpft');
  const fabric = new Fabric(spec);
  const request = expertRequest(2048);
  const everyFlow = withSkew(expertTraffic(fabric, request, request.groups).build().flows);
  const broken = new Fabric(spec, {
    graph: fabric.graph,
    capacity: capacityUnder(fabric.graph, [{ element: 'leaf:3', remaining: 0 }]),
  });
  return [
    { name: 'build h800-2048-mpft', value: cpuMs(() => new Fabric(spec)), unit: 'ms' },
    {
      name: 'EP64 dispatch of 2,048 GPUs by symmetry',
      value: cpuMs(() => expertAllToAll(fabric, request), 20),
      unit: 'ms',
      lessIsBetter: true,
      floor: 50,
      ambition: 5,
      note: 'spec: equal to its flows',
    },
    {
      name: 'all-to-all of 2,048 GPUs, 4.19 M pairs, by symmetry',
      value: cpuMs(() => allToAll(fabric, { groups: [range(0, 2048)], bytes: 2 ** 34 }), 20),
      unit: 'ms',
      lessIsBetter: true,
      floor: 200,
      ambition: 20,
      note: 'spec: equal to its flows up to 128 GPUs',
    },
    {
      name: 'EP64 dispatch of 2,048 GPUs, NVLink stage included, every flow, +-20 %, exact',
      value: cpuMs(() => simulateFlows(everyFlow)),
      unit: 'ms',
      lessIsBetter: true,
      floor: 400,
      ambition: 150,
      note: `${everyFlow.bytes.length} flows, deduplicated as DeepEP sends them`,
    },
    {
      name: 'EP64 dispatch of 2,048 GPUs, a leaf down, routes included',
      value: cpuMs(() => expertAllToAll(broken, request)),
      unit: 'ms',
    },
    {
      name: 'EP64 dispatch of 2,048 GPUs, every flow on its own (routes included)',
      value: cpuMs(() => simulateFlows(expertTraffic(fabric, request, request.groups).build().flows)),
      unit: 'ms',
    },
  ];
}

/** EP64 without deduplication on the real graph: NVLink to the rail, NIC, leaf, NIC; all 129,024 pairs. */
function nvlinkLines(): BenchLine[] {
  const fabric = new Fabric(entryOf(CLUSTERS, 'h800-2048-mpft'));
  const direct = directRequest();
  const set = expertTraffic(fabric, direct, direct.groups).build().flows;
  const skewed = withSkew(set);
  const skewedMs = cpuMs(() => simulateFlows(skewed));
  const before = process.memoryUsage();
  const { looseLinks, tightened } = simulateFlows(skewed);
  const after = process.memoryUsage();
  return [
    {
      name: 'EP64 all-to-all, NVLink hop included, 129,024 flows by symmetry',
      value: cpuMs(() => expertAllToAll(fabric, direct), 20),
      unit: 'ms',
      lessIsBetter: true,
      floor: 50,
      ambition: 5,
      note: 'spec: equal to its flows',
    },
    {
      name: 'EP64 all-to-all, NVLink hop included, 129,024 flows, equal, every flow',
      value: cpuMs(() => simulateFlows(set)),
      unit: 'ms',
      lessIsBetter: true,
      floor: 50,
      ambition: 5,
      note: `${set.bytes.length} flows`,
    },
    {
      name: 'EP64 all-to-all, NVLink hop included, 129,024 flows, +-20 %, exact',
      value: skewedMs,
      unit: 'ms',
      lessIsBetter: true,
      floor: 400,
      ambition: 150,
      note: `${looseLinks} links loose, which came to decide in ${tightened} groups`,
    },
    {
      name: 'EP64 all-to-all, NVLink hop included, +-20 %: flows',
      value: set.bytes.length / (skewedMs / 1000),
      unit: 'flows/s',
    },
    {
      name: 'EP64 all-to-all, NVLink hop included, +-20 %: memory beyond the flows',
      value:
        (after.arrayBuffers - before.arrayBuffers + Math.max(0, after.heapUsed - before.heapUsed)) / 2 ** 20,
      unit: 'MiB',
    },
  ];
}

const referenceLines = (): BenchLine[] => [...eightPlaneLines(), ...onePlaneLines()];

function eightPlaneLines(): BenchLine[] {
  const equal = referenceCase('plane8', 2048, 64, 1e6);
  const skewed = referenceCase('plane8', 2048, 64, 1e6, 0.2);
  const before = process.memoryUsage().rss;
  const skewedMs = cpuMs(() => simulateFlows(skewed));
  return [
    {
      name: '8 planes, 114,688 flows, equal',
      value: cpuMs(() => simulateFlows(equal)),
      unit: 'ms',
      lessIsBetter: true,
      floor: 50,
      ambition: 5,
    },
    {
      name: '8 planes, 114,688 flows, +-20 %, exact',
      value: skewedMs,
      unit: 'ms',
      lessIsBetter: true,
      floor: 400,
      ambition: 150,
    },
    { name: '8 planes, +-20 %: flows', value: 114_688 / (skewedMs / 1000), unit: 'flows/s' },
    {
      name: '8 planes, +-20 %: memory beyond the flows',
      value: Math.max(0, process.memoryUsage().rss - before) / 2 ** 20,
      unit: 'MiB',
    },
  ];
}

function onePlaneLines(): BenchLine[] {
  const equal = referenceCase('full', 2048, 64, 1e6);
  const skewed = referenceCase('full', 2048, 64, 1e6, 0.2);
  const exact = simulateFlows(skewed).makespan;
  const batched = simulateFlows(skewed, { batching: BATCHING });
  return [
    {
      name: 'one plane, 129,024 paths, equal',
      value: cpuMs(() => simulateFlows(equal)),
      unit: 'ms',
      lessIsBetter: true,
      floor: 50,
    },
    {
      name: 'one plane, 129,024 paths, +-20 %, exact',
      value: cpuMs(() => simulateFlows(skewed), 1),
      unit: 'ms',
      lessIsBetter: true,
      floor: 7000,
      ambition: 3000,
    },
    {
      name: `one plane, 129,024 paths, +-20 %, batching ${BATCHING}`,
      value: cpuMs(() => simulateFlows(skewed, { batching: BATCHING })),
      unit: 'ms',
      lessIsBetter: true,
      floor: 1000,
      ambition: 300,
    },
    {
      name: `one plane, batching ${BATCHING}: last end after the exact one`,
      value: 100 * (batched.makespan / exact - 1),
      unit: '%',
      lessIsBetter: true,
      floor: 0.3,
      note: `says itself: at most ${((100 * batched.lostSeconds) / batched.makespan).toFixed(2)} %`,
    },
  ];
}

/** Permutation of 2,048 hosts, i to i + 1,024, every flow hashed to one of 32 spines. */
export function ecmpPermutation(seed: number): FlowSet {
  const draw = new RandomStream(seed, 'bench/network/ecmp');
  const hosts = 2048;
  const set = new FlowSetBuilder(new Float64Array(2 * hosts + 2 * 64 * 32).fill(50e9));
  for (let from = 0; from < hosts; from += 1) {
    const to = (from + hosts / 2) % hosts;
    const spine = draw.integer(32);
    set
      .hop(from)
      .hop(2 * hosts + 2 * (Math.floor(from / 32) * 32 + spine))
      .hop(2 * hosts + 2 * (Math.floor(to / 32) * 32 + spine) + 1)
      .hop(hosts + to);
    set.add(2e6);
  }
  return set.build();
}

function ecmpLines(): BenchLine[] {
  const sets = range(0, 20).map(ecmpPermutation);
  const ideal = 2e6 / 50e9;
  const slowdown =
    sets.reduce(
      (sum, set) =>
        sum + simulateFlows(set).finish.reduce((total, end) => total + end, 0) / set.bytes.length / ideal,
      0,
    ) / sets.length;
  return [
    {
      name: 'ECMP permutation, 2,048 flows, one seed',
      value: cpuMs(() => sets.forEach((set) => simulateFlows(set)), 1) / sets.length,
      unit: 'ms',
      lessIsBetter: true,
      floor: 10,
      ambition: 3,
    },
    {
      name: 'ECMP permutation: mean slowdown (htsim 2.11)',
      value: slowdown,
      unit: 'x',
      note: 'mean of 20 seeds',
    },
  ];
}

function growthLines(): BenchLine[] {
  const lines = [256, 512, 1024, 2048].map((gpus) => {
    const set = referenceCase('plane8', gpus, 64, 1e6, 0.2);
    return {
      name: `8 planes, ${gpus} GPUs, ${set.bytes.length} flows, +-20 %`,
      value: cpuMs(() => simulateFlows(set)),
      unit: 'ms',
    };
  });
  const large = referenceCase('plane8', 16_384, 64, 1e6, 0.2);
  return [
    ...lines,
    {
      name: `8 planes, 16,384 GPUs, ${large.bytes.length} flows, +-20 %`,
      value: cpuMs(() => simulateFlows(large)),
      unit: 'ms',
    },
  ];
}
