import { CLUSTERS, Fabric, buildFabric, capacityUnder, parseFault } from '@railyard/cluster';
import { WORKLOADS } from '../plan/index.js';
import { simulateStep } from './simulate-step.js';

/** With ranks at random the busiest NIC of a healthy rail has 1.5 times the mean, and a lost rail's messages are spread evenly. */
describe('a step of randomly placed ranks', () => {
  it('is no sooner done without the leaf of its busiest NIC', () => {
    const cluster = CLUSTERS['h800-2048-mpft']!;
    const v3 = WORKLOADS['deepseek-v3']!;
    const workload = { ...v3, parallelism: { ...v3.parallelism, placement: 'random' as const } };
    const graph = buildFabric(cluster);
    const [whole, without] = [[], ['leaf:0']].map((lost) => simulateStep(cluster, workload, 1, { fabric: new Fabric(cluster, { graph, capacity: capacityUnder(graph, lost.map(parseFault)) }) }));
    expect(whole!.expert!.copies).toBe('per-gpu');
    expect(without!.parts.total).toBeGreaterThanOrEqual(whole!.parts.total);
  });
});
