import { CLUSTERS, type ClusterSpec, Fabric, buildFabric, capacityUnder } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec, simulateStep } from '@railyard/parallelism';
import { type MachineCondition, undisturbed } from '@railyard/replay';
import { JobOnMachine } from '../job/index.js';
import { faultsOf } from './condition-faults.js';
import { fleetOf } from './fleet-of.js';
import { STALLED_STEP_S, TwinMachine } from './twin-machine.js';

/** Sixteen nodes, two expert groups of four nodes in each of two stages. */
const small: ClusterSpec = {
  ...CLUSTERS['h800-2048-mpft']!,
  nodes: 16,
  topology: { kind: 'mpft', planes: 8, switchPorts: 8 },
};
const single: ClusterSpec = { ...small, topology: { kind: 'mrft', switchPorts: 16 } };
const multiPort: ClusterSpec = {
  ...small,
  topology: { kind: 'multi-port-mpft', planes: 4, switchPorts: 64 },
};
const v3 = WORKLOADS['deepseek-v3']!;
const workload: WorkloadSpec = {
  ...v3,
  model: { ...v3.model, layers: 8, moe: { ...v3.model.moe!, denseLayers: 1 } },
  parallelism: { ...v3.parallelism, pipeline: 2, expert: 32, data: 64 },
  batch: { ...v3.batch, globalSequences: 512 },
};
const seed = 1;

function machineOf(cluster: ClusterSpec) {
  const job = new JobOnMachine({ cluster, workload, seed });
  const { graph } = job;
  const fleet = fleetOf(graph, { spareNodes: 1, dataReplicas: 2 });
  const machine = new TwinMachine(job, fleet);
  const whole = undisturbed(fleet);
  const step = (change: Partial<MachineCondition> = {}): number =>
    machine.stepSeconds({ ...whole, ...change });
  const elements = (change: Partial<MachineCondition>): readonly string[] =>
    faultsOf(graph, fleet, { ...whole, ...change }).map(({ element }) => element);
  return { graph, fleet, machine, step, elements };
}

describe('fleetOf', () => {
  it("counts the paper's machine: 64 leaves, 32 spines, 2,048 links of each kind", () => {
    const graph = buildFabric(CLUSTERS['h800-2048-mpft']!);
    expect(fleetOf(graph, { spareNodes: 5, dataReplicas: 1 })).toEqual({
      nodes: 256,
      spareNodes: 5,
      gpusPerNode: 8,
      nicsPerNode: 8,
      planes: 8,
      leaves: 64,
      spines: 32,
      fabricLinks: 2048,
      dataReplicas: 1,
    });
  });

  it('counts every port of a NIC as a link', () => {
    expect(fleetOf(buildFabric(multiPort), { spareNodes: 0, dataReplicas: 1 }).nicsPerNode).toBe(32);
  });
});

describe('faultsOf', () => {
  it.each([
    ['mpft', small],
    ['mrft', single],
    ['multi-port', multiPort],
  ])('names as many different parts as the condition counts: %s', (_, cluster) => {
    const { graph, elements } = machineOf(cluster);
    const named = elements({
      worstNicsLost: 2,
      nodesWithLostNics: 3,
      leavesDown: 2,
      worstSpinesDown: 1,
      spinesDown: 1,
      worstFabricLinksDown: 3,
    });
    expect(new Set(named).size).toBe(4 + 2 + 1 + 3);
    const before = graph.linkCapacity.reduce((sum, rate) => sum + rate, 0);
    const left = capacityUnder(
      graph,
      named.map((element) => ({ element, remaining: 0 })),
    ).reduce((sum, rate) => sum + rate, 0);
    expect(left).toBeLessThan(before);
  });

  it('finds routers and their links where there are neither leaves nor spines', () => {
    const { graph, fleet, elements } = machineOf({
      ...small,
      topology: { kind: 'dragonfly', p: 16, a: 4, h: 2, g: 3, switchPorts: 64 },
    });
    expect([fleet.leaves, fleet.spines]).toEqual([12, 0]);
    const named = elements({ leavesDown: 2, worstFabricLinksDown: 2 });
    expect(new Set(named).size).toBe(4);
    for (const element of named)
      expect(capacityUnder(graph, [{ element, remaining: 0 }])).not.toEqual(graph.linkCapacity);
  });

  it('takes leaves that serve different nodes as long as there are such', () => {
    const { graph, elements } = machineOf(single);
    const leaves = elements({ leavesDown: 2 }).map(
      (name) => graph.range('leaf').first + Number(name.split(':')[1]),
    );
    const nodes = leaves.map((leaf) =>
      [...graph.tables.nicSwitch.entries()]
        .filter(([, at]) => at === leaf)
        .map(([port]) => graph.nodeOfNic(port)),
    );
    expect(nodes[0]!.some((node) => nodes[1]!.includes(node))).toBe(false);
  });
});

describe('the twin as a machine model', () => {
  it.each([
    ['mpft', small],
    ['mrft', single],
    ['multi-port', multiPort],
  ])('gives the step of the whole simulation, undisturbed and with a part out: %s', (_, cluster) => {
    const { graph, step, fleet } = machineOf(cluster);
    expect(step()).toBe(simulateStep(cluster, workload, seed).parts.total);
    const change = { worstNicsLost: 1, nodesWithLostNics: 1 };
    const capacity = capacityUnder(graph, faultsOf(graph, fleet, { ...undisturbed(fleet), ...change }));
    expect(step(change)).toBe(
      simulateStep(cluster, workload, seed, { fabric: new Fabric(cluster, { graph, capacity }) }).parts.total,
    );
  });

  it(
    'a lost NIC slows the step, more lost NICs more, and links lost by nodes of other groups hardly ' +
      'further',
    () => {
      const { step } = machineOf(small);
      const one = step({ worstNicsLost: 1, nodesWithLostNics: 1 });
      expect(one).toBeGreaterThan(step());
      expect(step({ worstNicsLost: 2, nodesWithLostNics: 1 })).toBeGreaterThan(one);
      expect(step({ worstNicsLost: 1, nodesWithLostNics: 4 }) / one).toBeCloseTo(1, 3);
    },
  );

  it(
    'one port of the ideal NIC costs a quarter of a NIC; as much as a deployed link, it costs as ' + 'much',
    () => {
      const change = { worstNicsLost: 1, nodesWithLostNics: 1 };
      const ideal = machineOf(multiPort);
      const { fleet } = machineOf(small);
      const equalLinks = new TwinMachine(ideal.machine.job, fleet);
      const ports = faultsOf(ideal.graph, fleet, { ...undisturbed(fleet), ...change });
      expect(ports.map(({ element }) => element).sort((a, b) => (a < b ? -1 : 1))).toEqual(
        Array.from({ length: 4 }, (_, nic) => `node:15/nic:${nic}-plane:0/leaf:0`).map((name) =>
          expect.stringMatching(new RegExp(name.replace(/leaf:0/, 'leaf:\\d+'))),
        ),
      );
      expect(equalLinks.stepSeconds({ ...undisturbed(fleet), ...change })).toBeGreaterThan(ideal.step());
    },
  );

  it('a slow node slows the step, at most by its slowdown', () => {
    const { step } = machineOf(small);
    const ratio = step({ slowdown: 1.1 }) / step();
    expect(ratio).toBeGreaterThan(1.05);
    expect(ratio).toBeLessThanOrEqual(1.1);
  });

  it('half of the replicas take about twice as long for the same batch', () => {
    const { step } = machineOf(small);
    const ratio = step({ dataReplicas: 1 }) / step();
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(2.1);
  });

  it('stands still when no path is left', () => {
    const { step, fleet } = machineOf(small);
    expect(step({ worstNicsLost: fleet.nicsPerNode, nodesWithLostNics: 1 })).toBe(STALLED_STEP_S);
    expect(machineOf(single).step({ planesDown: 1 })).toBe(STALLED_STEP_S);
  });

  it('asks the simulator once for each condition, large counts rounded up', () => {
    const { machine, step } = machineOf(small);
    step({ worstNicsLost: 1, nodesWithLostNics: 5 });
    step({ worstNicsLost: 1, nodesWithLostNics: 8 });
    expect(machine.priced.map(({ condition }) => condition.nodesWithLostNics)).toEqual([8]);
  });
});
