/** A checkpoint's way to storage: what it weighs, what bounds it, and what it meets. */
import { CLUSTERS, type ClusterSpec } from '@railyard/cluster';
import { parameterCounts } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { checkpointTraffic, simulateStep } from './index.js';

const workload = WORKLOADS['deepseek-v3'];
const cluster = CLUSTERS['h800-2048-mpft'];
const of = (spec: ClusterSpec, job: WorkloadSpec = workload) =>
  checkpointTraffic(simulateStep(spec, job, 1), job);
const storage = (part: Partial<ClusterSpec['storage']>): ClusterSpec => ({
  ...cluster,
  storage: { ...cluster.storage, ...part },
});

describe('checkpointTraffic', () => {
  it('holds every parameter once, in eight bytes', () => {
    const whole = 8 * parameterCounts(workload.model).total;
    // Tensors that every expert rank holds whole are sharded too, so nothing is written twice but a rank's
    // second copy of an embedding.
    expect(of(cluster).bytes / whole).toBeGreaterThan(0.999);
    expect(of(cluster).bytes / whole).toBeLessThan(1.005);
  });

  it('weighs the same whether or not the optimizer is sharded', () => {
    const replicated = { ...workload, parallelism: { ...workload.parallelism, zeroStage: 0 as const } };
    expect(of(cluster, replicated).bytes).toBeCloseTo(of(cluster).bytes, -3);
  });

  it('is bound by the storage cluster, or by each node where that is slower', () => {
    const { bytes } = of(cluster);
    expect(of(storage({ aggregateWriteGBps: 100, aggregateReadGBps: 500 })).writeSeconds).toBeCloseTo(
      bytes / 100e9,
      3,
    );
    expect(of(storage({ aggregateWriteGBps: 100, aggregateReadGBps: 500 })).readSeconds).toBeCloseTo(
      bytes / 500e9,
      3,
    );
    // Nodes of the first stages hold more than the mean.
    const slow = of(storage({ nodeBandwidthGBps: 1, aggregateWriteGBps: 1e6, aggregateReadGBps: 1e6 }));
    expect(slow.writeSeconds).toBeGreaterThanOrEqual(bytes / cluster.nodes / 1e9);
    expect(slow.readSeconds).toBeCloseTo(slow.writeSeconds, 3);
  });

  it('leaves experts alone where PCIe has bandwidth left, and slows them where they fill it', () => {
    expect(of(cluster).expertSlowdown).toBe(1);
    // Without SMs the NIC moves tokens at all that PCIe gives; here that is less than the NIC takes.
    const narrow = { ...cluster, device: { ...cluster.device, pcieGBps: 31 } };
    const filling = of(narrow, { ...workload, communication: { ...workload.communication, sms: 0 } });
    expect(filling.expertSlowdown).toBeGreaterThan(1);
    expect(filling.contendedSeconds).toBeGreaterThanOrEqual(filling.writeSeconds);
  });

  it('contends with nothing in a dense model', () => {
    const llama = WORKLOADS['llama3-8b'];
    const { contendedSeconds, writeSeconds, expertSlowdown } = of({ ...cluster, nodes: 1 }, llama);
    expect([contendedSeconds, expertSlowdown]).toEqual([writeSeconds, 1]);
  });
});
