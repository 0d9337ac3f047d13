/**
 * Speed of the replay: replicas of a 54-day job on 16,384 GPUs, one core; and of the import of a 3 MB kernel
 * trace.
 */
import { SECONDS_PER_DAY, elementAt, entryOf } from '@railyard/base';
import { importTrace, importWorkload, readTrace, retarget } from '@railyard/profile';
import {
  DEFAULT_POLICY,
  DrawnTrace,
  FAULT_PROFILES,
  type FleetShape,
  PLANNED_MAINTENANCE,
  type ReplayRequest,
  constantMachine,
  countingMachine,
  fatTreeFleet,
  metricOf,
  runReplicas,
  withClasses,
} from '@railyard/replay';
import { type BenchLine } from './bench-line.js';

const DAYS = 54;
const REPLICAS = 1000;

const RUNS = 5;

function onceCpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1e6;
}

/** CPU seconds of this process for one run of `work`: the median of five, after two to warm up. */
function cpuSeconds(work: () => void): number {
  work();
  work();
  const measured = Array.from({ length: RUNS }, () => onceCpuSeconds(work)).sort((a, b) => a - b);
  return elementAt(measured, Math.floor(RUNS / 2));
}

function jobOf(
  gpus: number,
  days: number,
  profile = withClasses(entryOf(FAULT_PROFILES, 'llama3-h100'), PLANNED_MAINTENANCE),
): ReplayRequest {
  const fleet = fatTreeFleet({ nodes: gpus / 8, spareNodes: Math.round(gpus / 8 / 50), planes: 8 });
  return {
    fleet,
    profile,
    policy: DEFAULT_POLICY,
    horizon: { kind: 'wall', days },
    machine: machineOf(fleet),
    seed: 1,
  };
}

const machineOf = (fleet: FleetShape) =>
  countingMachine({ fleet, stepSeconds: 20, exposedNetworkSeconds: 2, rebalanceAcrossPlanes: false });

export async function replayBench(): Promise<BenchLine[]> {
  const job = jobOf(16_384, DAYS);
  let interruptions = 0;
  const play = (): void => {
    interruptions = metricOf(runReplicas(job, 0, REPLICAS), 'interruptions').reduce((sum, n) => sum + n, 0);
  };
  const first = onceCpuSeconds(play);
  const seconds = cpuSeconds(play);
  const bytes = syntheticTrace();
  return [
    {
      name: `replay ${REPLICAS} replicas, 16,384 GPUs, ${DAYS} days`,
      value: seconds,
      unit: 's',
      floor: 0.6,
      ambition: 0.3,
      lessIsBetter: true,
      note: `median of ${RUNS}; ${Math.round(interruptions / REPLICAS)} interruptions a replica`,
    },
    {
      name: `replay ${REPLICAS} replicas, 16,384 GPUs, ${DAYS} days: first call of these benches`,
      value: first,
      unit: 's',
      lessIsBetter: true,
    },
    {
      name: 'replay drawing the faults alone',
      value: cpuSeconds(() => void faultsOf(job, REPLICAS)),
      unit: 's',
      lessIsBetter: true,
      note: `${REPLICAS} replicas`,
    },
    { name: 'replay faults drawn and played', value: (faultsOf(job) * REPLICAS) / seconds, unit: 'faults/s' },
    {
      name: 'replay the same with an eighth of the rates',
      value: cpuSeconds(() => void runReplicas({ ...job, rateScale: { all: 1 / 8 } }, 0, REPLICAS)),
      unit: 's',
      lessIsBetter: true,
      note: 'cost follows faults, not days',
    },
    {
      name: 'replay the same, links and switches one by one',
      value: cpuSeconds(
        () => void runReplicas(jobOf(16_384, DAYS, FAULT_PROFILES['llama3-h100-physical']), 0, REPLICAS),
      ),
      unit: 's',
      lessIsBetter: true,
    },
    {
      name: 'replay without faults, 10 years',
      value: cpuSeconds(() => void runReplicas(calm(), 0, REPLICAS)),
      unit: 's',
      lessIsBetter: true,
      note: 'a million checkpoints a replica in closed form',
    },
    ...traceLines(bytes),
  ];
}

function calm(): ReplayRequest {
  const job = jobOf(16_384, 3650, FAULT_PROFILES.none);
  return { ...job, machine: constantMachine(20, job.fleet) };
}

/** Faults of an average replica. */
function faultsOf(job: ReplayRequest, replicas = 20): number {
  const trace = new DrawnTrace(job.profile, job.fleet, job.seed, {}, DAYS * SECONDS_PER_DAY);
  let faults = 0;
  for (let replica = 0; replica < replicas; replica += 1) {
    for (trace.start(replica); trace.timeS < DAYS * SECONDS_PER_DAY; trace.advance()) faults += 1;
  }
  return faults / replicas;
}

function traceLines(bytes: Uint8Array): BenchLine[] {
  const machine = {
    name: 'h800',
    sms: 132,
    communicationSms: 20,
    bf16Tflops: 989.5,
    fp8Tflops: 1979,
    memoryBandwidthGBps: 3350,
    nvlinkGBps: 160,
    nicGBps: 40,
  };
  const workload = importWorkload(bytes, machine);
  const megabytes = (bytes.length / 1e6).toFixed(1);
  return [
    {
      name: `import of a ${megabytes} MB trace`,
      value: cpuSeconds(() => void importTrace(bytes)),
      unit: 's',
      floor: 1,
      ambition: 0.2,
      lessIsBetter: true,
      note: `${readTrace(bytes).counts.work} kernels`,
    },
    {
      name: 'retarget an imported profile',
      value: cpuSeconds(() => void retarget(workload, { ...machine, communicationSms: 0 })) * 1000,
      unit: 'ms',
      lessIsBetter: true,
    },
  ];
}

const PHASES = [
  'combine(B)',
  'attn(F)',
  'mlp(B)',
  'dispatch(F)',
  'dispatch(B)',
  'mlp(W)',
  'mlp(F)',
  'attn(B)',
  'attn(W)',
  'combine(F)',
];
const KERNELS_OF_A_PHASE = 25;
const KERNEL_EVERY_US = 130;

/**
 * A trace of the size and mix of DeepSeek's public training profile: 10 host events for each of 983 kernels,
 * long names, annotated phases.
 */
function syntheticTrace(): Uint8Array {
  const trace = {
    schemaVersion: 1,
    deviceProperties: [{ id: 0, name: 'NVIDIA H800', numSms: 132 }],
    traceEvents: Array.from({ length: 1000 }, (_, index) => eventsOfKernel(index)).flat(),
  };
  return new TextEncoder().encode(JSON.stringify(trace, null, 1));
}

/** The kernel, the host's calls before it, and at the start of a phase its annotation. */
function eventsOfKernel(index: number): object[] {
  const ts = 1_740_461_679_471_000 + index * KERNEL_EVERY_US;
  const phase = elementAt(PHASES, Math.floor(index / KERNELS_OF_A_PHASE) % PHASES.length);
  const annotation = {
    ph: 'X',
    cat: 'user_annotation',
    name: phase,
    pid: 1,
    tid: 1,
    ts,
    dur: KERNELS_OF_A_PHASE * KERNEL_EVERY_US - 1,
    args: { 'External id': index },
  };
  const host = Array.from({ length: 11 }, (_, call) => ({
    ph: 'X',
    cat: call % 2 === 0 ? 'cpu_op' : 'cuda_runtime',
    name: 'autograd::engine::evaluate_function: MulBackward0',
    pid: 1,
    tid: 2,
    ts: ts + call,
    dur: 1,
    args: { 'External id': index, cbid: 211, correlation: index * 100 + call },
  }));
  return [...(index % KERNELS_OF_A_PHASE === 0 ? [annotation] : []), ...host, kernelEvent(index, ts, phase)];
}

function kernelEvent(index: number, ts: number, phase: string): object {
  const moves = phase.startsWith('combine') || phase.startsWith('dispatch');
  return {
    ph: 'X',
    cat: 'kernel',
    name: moves
      ? 'void ep::internode::dispatch<false, 8, false, 8>(int4*, float*, long*)'
      : `void cutlass::device_kernel<fp8_gemm::GemmKernel<${'cute::C<128>, '.repeat(12)}>>`,
    pid: 0,
    tid: moves ? 27 : 7,
    ts: ts + 20,
    dur: 120,
    args: {
      'External id': index,
      queued: 0,
      device: 0,
      context: 1,
      stream: moves ? 27 : 7,
      correlation: index * 100 + 1,
      grid: [112, 1, 1],
      block: [384, 1, 1],
    },
  };
}
