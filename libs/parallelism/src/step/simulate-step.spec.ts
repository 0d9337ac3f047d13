/** The whole step: what holds between the ops of any schedule, and between expert groups. */
import { CLUSTERS, type ClusterSpec, Fabric, allGather, allReduce, reduceScatter } from '@railyard/cluster';
import { operationSeconds, situations } from '../chunk/index.js';
import { gateStatistics } from '../experts/index.js';
import { WORKLOADS, type WorkloadSpec, groupMembers, layerShape, placeRanks } from '../plan/index.js';
import { OpKind, type ScheduleName, rankOf } from '../schedule/index.js';
import { type StepPhase, firstGroupSeconds, layerCommunication, simulateStep } from './index.js';

const founding = WORKLOADS['deepseek-v3'];
const cluster = CLUSTERS['h800-2048-mpft'];

/** 64 GPUs: four pipeline ranks of two nodes, and one expert group each. */
const small: ClusterSpec = {
  ...cluster,
  nodes: 8,
  topology: { kind: 'mpft', planes: 8, switchPorts: 16 },
};
const jobOf = (name: ScheduleName): WorkloadSpec => ({
  ...founding,
  model: { ...founding.model, layers: 16 },
  batch: { ...founding.batch, globalSequences: 16 * 8 },
  parallelism: { ...founding.parallelism, pipeline: 4, data: 16, expert: 16 },
  schedule: { name, chunksPerDevice: 2, sends: 'published' },
});

describe.each<ScheduleName>(['1f1b', 'zb-v', 'dualpipe', 'dualpipe-v'])('a step with %s', (name) => {
  const { schedule, executed, times, boundary, parts, optimizer, groupWait } = simulateStep(
    small,
    jobOf(name),
    1,
  );
  const producerOf = (stage: number, microBatch: number): number =>
    schedule.kind.findIndex(
      (kind, op) =>
        (kind === OpKind.F || kind === OpKind.FB) &&
        schedule.forwardStage[op] === stage &&
        schedule.forwardMicroBatch[op] === microBatch,
    );

  it('hands an output on when the op, its trailing combine and the transfer are over', () => {
    let sent = 0;
    schedule.kind.forEach((kind, op) => {
      if (kind !== OpKind.F && kind !== OpKind.FB) return;
      const [stage, microBatch] = [schedule.forwardStage[op]!, schedule.forwardMicroBatch[op]!];
      if (stage === 0) return;
      const before = producerOf(stage - 1, microBatch);
      const crosses = rankOf(schedule, stage - 1, microBatch) !== rankOf(schedule, stage, microBatch);
      const arrival = executed.end[before]! + times.outputLag[before]! + (crosses ? boundary.seconds : 0);
      expect(executed.start[op]).toBeGreaterThanOrEqual(arrival - 1e-12);
      if (crosses && Math.abs(executed.start[op]! - arrival) < 1e-9 && times.outputLag[before]! > 0)
        sent += 1;
    });
    // Somewhere a rank waits for nothing but this arrival, combine included.
    expect(sent).toBeGreaterThan(0);
  });

  it('adds the wait for the last expert group and the optimizer to the pipeline', () => {
    expect(parts.optimizer).toBe(optimizer.seconds);
    expect(parts.total).toBe(executed.makespan + groupWait + optimizer.seconds);
  });
});

describe('a step', () => {
  const job = jobOf('dualpipe');
  const step = simulateStep(small, job, 1);

  it('names its phases in order, once each', () => {
    const phases: StepPhase[] = [];
    simulateStep(small, job, 1, { onPhase: (phase) => phases.push(phase) });
    expect(phases).toEqual(['fabric', 'work', 'schedule', 'optimizer']);
  });

  it('runs on the fabric that it is given', () => {
    const fabric = new Fabric(small);
    const given = simulateStep(small, job, 1, { fabric });
    expect(given.fabric).toBe(fabric);
    expect(given.parts).toEqual(step.parts);
  });

  it('stands on the nodes that it is given', () => {
    const nodes = [1, 3, 5, 7];
    const half = { ...job, parallelism: { ...job.parallelism, data: 8, expert: 8 } };
    const { placement, fabric } = simulateStep(small, half, 1, { nodes });
    const stands = new Set(
      Array.from({ length: placement.pipelines.count }, (_, g) => [...groupMembers(placement.pipelines, g)])
        .flat()
        .map((gpu) => fabric.nodeOf(gpu)),
    );
    expect([...stands].sort()).toEqual(nodes);
  });

  it('draws the routing of every routed layer and micro-batch, rotated by whole nodes', () => {
    const { routing, plan, schedule } = step;
    expect(routing).toMatchObject({ gpus: 16, layers: plan.routingLayers });
    expect(routing!.vector).toHaveLength(schedule.microBatches * plan.routingLayers);
    // 16 layers of which 3 are dense, and the MTP module's.
    expect(plan.routingLayers).toBe(14);
    expect([...new Set(routing!.rotation)].sort((a, b) => a - b)).toEqual([0, 8]);
    const spread = { ...job, parallelism: { ...job.parallelism, placement: 'spread' as const } };
    expect(new Set(simulateStep(small, spread, 1).routing!.rotation).size).toBe(16);
  });

  it('receives as many tokens as the gate sends to a GPU', () => {
    const { gpusPerToken } = gateStatistics(founding.model.moe!, 64, 8);
    const { receivedTokens } = layerShape(founding);
    expect(receivedTokens).toBeCloseTo(4096 * gpusPerToken, 6);
    expect(receivedTokens / 4096).toBeLessThan(7.5);
  });

  it('inside one node waits for the fullest GPU, which takes its own tokens over NVLink', () => {
    const inNode = { ...job, parallelism: { ...job.parallelism, expert: 8 } };
    const { routing } = simulateStep(small, inNode, 1);
    routing!.hottestGpu.forEach((fullest, place) => {
      expect(routing!.hottestNode[place]).toBe(fullest);
      expect(fullest).toBeGreaterThan(1);
    });
    step.routing!.hottestGpu.forEach((fullest, place) =>
      expect(step.routing!.hottestNode[place]).toBeLessThan(fullest),
    );
  });

  it('prices the cast of an output gradient as overlapped with communication', () => {
    const { alone } = step.expert!.collectives!;
    const cast = {
      kind: 'stream',
      name: 'any',
      section: 'mlp',
      pass: 'backward-input',
      kernel: 'cast',
      kernelPass: 'forward',
      bytes: (2 + 1 + 4 / 128) * 4096 * 7168,
      launches: 1,
    } as const;
    const { overlapped } = situations(small.device, 20, true);
    expect(alone.combineBackward.fixed - alone.dispatchForward.fixed).toBeCloseTo(
      operationSeconds(small.device, cast, overlapped),
      12,
    );
  });

  it('splits the tokens of a micro-batch over tensor ranks before they are dispatched', () => {
    const split = { ...job, parallelism: { ...job.parallelism, tensor: 2, data: 8 } };
    expect(simulateStep(small, split, 1).expert!.requests!.map(({ tokensPerGpu }) => tokensPerGpu)).toEqual([
      2048, 2048,
    ]);
  });

  it('is that of its latest expert group: more replicas never end earlier', () => {
    const replicas = (groups: number, seed: number) =>
      simulateStep(
        { ...small, nodes: 8 * groups },
        {
          ...job,
          batch: { ...job.batch, globalSequences: 16 * 8 * groups },
          parallelism: { ...job.parallelism, data: 16 * groups },
        },
        seed,
      );
    const later = [1, 2, 3, 4].map((seed) => {
      const [one, two] = [replicas(1, seed), replicas(2, seed)];
      expect([one.groups, two.groups]).toEqual([1, 2]);
      return two.executed.makespan + two.groupWait - one.executed.makespan;
    });
    expect(Math.min(...later)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...later)).toBeGreaterThan(0);
    expect(step.groupWait).toBe(0);
  });

  it('has no routing where one GPU holds every expert', () => {
    const { nodes: _, ...rest } = small;
    const { moe, ...model } = founding.model;
    const tiny = {
      ...job,
      model: { ...model, layers: 8, moe: { ...moe!, routedExperts: 8, groups: 1, topGroups: 1 } },
    };
    const single = { ...tiny, parallelism: { ...job.parallelism, expert: 1 } };
    const { routing, expert } = simulateStep({ ...rest, nodes: 8 }, single, 1);
    expect([routing, expert!.collectives]).toEqual([undefined, undefined]);
  });
});

describe('the first expert group alone', () => {
  it('takes the whole step of a dense model, and no more than the step where experts are drawn', () => {
    const dense = WORKLOADS['llama3-8b'];
    const node = { ...small, nodes: 1 };
    expect(firstGroupSeconds(new Fabric(node), dense, 1)).toBeCloseTo(
      simulateStep(node, dense, 1).parts.total,
      12,
    );
    expect(simulateStep(node, dense, 1).groups).toBe(1);
    const job = jobOf('dualpipe');
    const { parts } = simulateStep(small, job, 1);
    const first = firstGroupSeconds(new Fabric(small), job, 1);
    expect(first).toBeLessThanOrEqual(parts.total);
    expect(first).toBeGreaterThan(0.9 * parts.total);
  });
});

describe('the inputs of a step', () => {
  const namesOf = (workload: WorkloadSpec, spec = small): readonly string[] =>
    simulateStep(spec, workload, 1).inputs.map(({ name }) => name);
  const experts = ['experts.nodesPerToken', 'experts.windowSpread', 'network.kernelRdmaEfficiency'];
  const kernels = ['experts.overlappedRate', 'experts.residentRatio', 'network.kernelSaturatingSms'];

  it('are those of the experts, of their kernels where these hold SMs, and of the optimizer', () => {
    const names = namesOf(jobOf('dualpipe'));
    expect(names).toEqual(
      expect.arrayContaining([
        ...experts,
        ...kernels,
        'network.collectiveLaunch',
        'optimizer.reducedGradientBytes',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
    const offloaded = namesOf({
      ...jobOf('dualpipe'),
      communication: { ...founding.communication, sms: 0 },
    });
    expect(offloaded).toEqual(expect.arrayContaining(experts));
    for (const kernel of kernels) expect(offloaded).not.toContain(kernel);
  });

  it('hold none of the experts for a dense model', () => {
    const names = namesOf(WORKLOADS['llama3-8b'], { ...small, nodes: 1 });
    expect(names).toContain('network.collectiveLaunch');
    expect(names.filter((name) => name.startsWith('experts.'))).toEqual([]);
  });
});

describe('tensor parallelism', () => {
  const llama = WORKLOADS['llama3-8b'];
  const node = { ...small, nodes: 1 };
  const fabric = new Fabric(node);
  const communicationOf = (workload: WorkloadSpec) =>
    layerCommunication(fabric, workload, placeRanks(node, workload), layerShape(workload));

  it('gathers and scatters the BF16 activations of a section in every tensor group', () => {
    const { tensorGroups } = placeRanks(node, llama);
    const groups = Array.from({ length: 4 }, (_, g) => [...groupMembers(tensorGroups, g)]);
    const bytes = 2 * 8192 * 4096;
    const gather = allGather(fabric, { groups, bytes }).seconds;
    const scatter = reduceScatter(fabric, { groups, bytes }).seconds;
    expect(communicationOf(llama)).toEqual({
      tensorSeconds: gather + scatter,
      tensorTimes: { gather, gradientGather: gather, scatter, beside: 'nothing' },
    });
  });

  it('gathers operands under Transformer Engine, and hides the scatter of the backward', () => {
    const software = { level: 'megatron-core-2025' } as const;
    const { tensorGroups } = placeRanks(node, llama);
    const groups = Array.from({ length: 4 }, (_, g) => [...groupMembers(tensorGroups, g)]);
    const elements = 8192 * 4096;
    const of = (precision: 'mxfp8' | 'fp8-tensor' | 'bf16') =>
      communicationOf({ ...llama, software, precision }).tensorTimes;
    const gather = (bytes: number) => allGather(fabric, { groups, bytes: bytes * elements }).seconds;
    expect(of('bf16')).toMatchObject({ gather: gather(2), gradientGather: gather(2), beside: 'weights' });
    expect(of('fp8-tensor')).toMatchObject({ gather: gather(1), gradientGather: gather(1) });
    // Blocks of 32 with an 8-bit scale; a gradient along both axes.
    expect(of('mxfp8')).toMatchObject({ gather: gather(33 / 32), gradientGather: gather(33 / 16) });
    const told = { ...llama, software, parallelism: { ...llama.parallelism, overlap: { tensor: true } } };
    expect(communicationOf(told).tensorTimes).toMatchObject({ beside: 'products' });
    const zeroBubble = { ...llama, software, schedule: { ...llama.schedule, name: 'zb1p' } as const };
    expect(communicationOf(zeroBubble).tensorTimes).toMatchObject({ beside: 'nothing' });
  });

  it('without sequence parallelism all-reduces, next to weight gradients where the software can', () => {
    const off = { ...llama, parallelism: { ...llama.parallelism, sequenceParallel: false } };
    const { tensorGroups } = placeRanks(node, llama);
    const groups = Array.from({ length: 4 }, (_, g) => [...groupMembers(tensorGroups, g)]);
    const tensorSeconds = allReduce(fabric, { groups, bytes: 2 * 8192 * 4096 }).seconds;
    expect(communicationOf(off)).toEqual({ tensorSeconds });
    const software = { level: 'megatron-core-2025' } as const;
    expect(communicationOf({ ...off, software })).toMatchObject({
      tensorSeconds,
      reducesBesideWeights: true,
    });
  });

  it('costs nothing without it', () => {
    const whole = { ...llama, parallelism: { ...llama.parallelism, tensor: 1, data: 8 } };
    expect(communicationOf(whole)).toEqual({ tensorSeconds: 0 });
  });

  it('shares a sequence out: one micro-batch is all tokens of its sequences', () => {
    const two = { ...llama, batch: { ...llama.batch, microBatchSequences: 2 } };
    expect(layerShape(two)).toMatchObject({ tokens: 2 * 8192, sequence: 8192, tensorParallel: 2 });
  });
});
