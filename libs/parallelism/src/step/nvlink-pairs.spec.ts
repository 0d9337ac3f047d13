/** Tensor ranks on nodes whose NVLink joins pairs: two of them exchange over it, four over PCIe. */
import { CLUSTERS, type ClusterSpec, DEVICES, allGather, Fabric } from '@railyard/cluster';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { simulateStep, stepTraffic, TRAFFIC_CLASSES } from './index.js';

const whole: ClusterSpec = {
  ...CLUSTERS['h800-2048-mrft']!,
  nodes: 2,
  device: { ...DEVICES['a100-pcie']!, nvlinkGBps: 300, nvlinkAchievedGBps: 240 },
};
const joining = (nvlinkGpus: number): ClusterSpec => ({ ...whole, device: { ...whole.device, nvlinkGpus } });
const base = WORKLOADS['llama3-8b']!;
const job = (tensor: number): WorkloadSpec => ({
  ...base,
  model: { ...base.model, layers: 4 },
  parallelism: { ...base.parallelism, pipeline: 1, tensor, data: 16 / tensor },
  batch: { sequenceLength: 4096, globalSequences: 16 / tensor, microBatchSequences: 1 },
});
/** A rank's forwards of one step. */
const forwardOf = (cluster: ClusterSpec, tensor: number): number =>
  simulateStep(cluster, job(tensor), 1).parts.forward;
const gathers = (cluster: ClusterSpec, tensor: number): number =>
  allGather(new Fabric(cluster), {
    groups: Array.from({ length: 16 / tensor }, (_, g) =>
      Array.from({ length: tensor }, (_rank, i) => tensor * g + i),
    ),
    bytes: 2 * 4096 * base.model.hidden,
  }).seconds;

describe('tensor ranks', () => {
  it('pay the NVLink figure in pairs, as where NVLink joins the node', () => {
    expect(forwardOf(joining(2), 2)).toBe(forwardOf(whole, 2));
    expect(forwardOf(joining(4), 4)).toBe(forwardOf(whole, 4));
  });

  it('pay what PCIe takes beyond', () => {
    const bytes = (3 / 4) * 2 * 4096 * base.model.hidden;
    expect(gathers(joining(2), 4)).toBeGreaterThan(bytes / 32e9);
    expect(gathers(joining(2), 4)).toBeLessThan(1.3 * (bytes / 32e9));
    expect(gathers(whole, 4)).toBeLessThan(bytes / 32e9);
    // Attention and MLP of four layers each gather their input and scatter their output.
    const more = 4 * 2 * 2 * (gathers(joining(2), 4) - gathers(whole, 4));
    expect((forwardOf(joining(2), 4) - forwardOf(whole, 4)) / more).toBeCloseTo(1, 9);
  });

  it('make a step longer where they cross PCIe, and put their bytes there', () => {
    const stepOf = (cluster: ClusterSpec) => {
      const step = simulateStep(cluster, job(4), 1);
      const account = stepTraffic(step, job(4));
      expect(account.largestLoss(account.totals())).toBeLessThan(1e-9);
      const { gpuHost } = step.fabric.graph.tables;
      return {
        seconds: step.parts.total,
        host: account.bytesOf(TRAFFIC_CLASSES.indexOf('tensor'), gpuHost[1]!),
      };
    };
    const [two, eight] = [stepOf(joining(2)), stepOf(joining(8))];
    expect(two.seconds).toBeGreaterThan(eight.seconds);
    expect(eight.host).toBe(0);
    expect(two.host).toBeGreaterThan(0);
  });
});
