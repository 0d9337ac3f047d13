/** Plays what the robustness report shows: about a minute, most of it steps on broken fabrics. */
import { entryOf } from '@railyard/base';
import { CLUSTERS } from '@railyard/cluster';
import { JobOnMachine, TwinMachine, fleetOf, robustnessRequest } from '@railyard/experiments';
import { WORKLOADS } from '@railyard/parallelism';
import {
  DEFAULT_POLICY,
  FAULT_PROFILES,
  type OutagePrice,
  PLANNED_MAINTENANCE,
  RECOVERY_POLICIES,
  type ReplayRequest,
  VISIBLE_SHARES,
  constantMachine,
  defaultSpares,
  detectorStudy,
  expectedInterruptions,
  fatTreeFleet,
  replayJob,
  robustnessData,
  undisturbed,
  withClasses,
} from '@railyard/replay';
import { BYTEROBUST, LLAMA_3, MEGASCALE, type RobustnessFindings } from '../robustness/index.js';

/** Replicas of each question; Llama's job is eight times as large and needs fewer. */
const REPLICAS = 200;
const LARGE_REPLICAS = 50;

export function robustnessFindings(onProgress: (phase: string, share: number) => void): RobustnessFindings {
  const request = robustnessRequest(REPLICAS);
  const profile = entryOf(FAULT_PROFILES, 'llama3-h100');
  onProgress('networks', 0);
  const data = robustnessData(request);
  onProgress('recovery', 0.7);
  const presets = Object.entries(RECOVERY_POLICIES).map(([name, policy]) => ({
    name,
    result: replayJob({ ...request.deployed, profile, policy }, REPLICAS),
  }));
  onProgress('Llama 3', 0.75);
  const job = llamaJob();
  const llama = {
    expected: expectedInterruptions(profile, LLAMA_3.gpus, LLAMA_3.days),
    result: replayJob(job, LARGE_REPLICAS),
    detectors: VISIBLE_SHARES.map((share) =>
      detectorStudy('Llama 3, 16,384 GPUs', job, LARGE_REPLICAS, share),
    ),
  };
  onProgress('spread', 0.8);
  return {
    data,
    presets,
    llama,
    spread: spreadPrices(),
    megascale: MEGASCALE.days.map((days) => expectedInterruptions(profile, MEGASCALE.gpus, days)),
    byterobust: expectedInterruptions(profile, BYTEROBUST.gpus, BYTEROBUST.days),
  };
}

/**
 * Llama 3's job with planned stops: ten-minute restarts, checkpoints every five minutes, silent corruption as
 * long as people need to notice it. The length of its step matters to no share of time.
 */
function llamaJob(): ReplayRequest {
  const nodes = LLAMA_3.gpus / 8;
  const fleet = fatTreeFleet({ nodes, spareNodes: defaultSpares(nodes), planes: 8 });
  return {
    fleet,
    profile: withClasses(entryOf(FAULT_PROFILES, 'llama3-h100'), PLANNED_MAINTENANCE),
    policy: DEFAULT_POLICY,
    horizon: { kind: 'wall', days: LLAMA_3.days },
    machine: constantMachine(10, fleet),
    seed: 1,
  };
}

/** A spine out where expert groups lie across all leaves. */
function spreadPrices(): readonly OutagePrice[] {
  const v3 = entryOf(WORKLOADS, 'deepseek-v3');
  const workload = { ...v3, parallelism: { ...v3.parallelism, placement: 'spread' } as const };
  return (['mpft', 'mrft'] as const).map((network) => {
    const cluster = entryOf(CLUSTERS, `h800-2048-${network}`);
    const job = new JobOnMachine({ cluster, workload, seed: 1 });
    const fleet = fleetOf(job.graph, { spareNodes: 0, dataReplicas: 1 });
    const machine = new TwinMachine(job, fleet);
    const whole = undisturbed(fleet);
    return {
      element: 'spine',
      network,
      slowdown:
        machine.stepSeconds({ ...whole, spinesDown: 1, worstSpinesDown: 1 }) / machine.stepSeconds(whole),
    };
  });
}
