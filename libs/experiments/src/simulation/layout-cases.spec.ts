/** Small layouts that tools were reported to get wrong, each through a whole run. */
import { prepareExperiment, runExperiment } from '../engine.js';

const model = {
  name: 'kv4',
  layers: 32,
  hidden: 4096,
  denseHidden: 12_288,
  vocabulary: 151_936,
  attention: { kind: 'gqa', heads: 32, keyValueHeads: 4, headDim: 128 },
};
const run = (cluster: object, workload: object) =>
  runExperiment(
    prepareExperiment({ apiVersion: 'railyard/v1', kind: 'Experiment', name: 'case', cluster, workload }),
  );
const node = { preset: 'h800-2048-mrft', nodes: 1 };

describe('layouts', () => {
  it('key-value heads fewer than tensor ranks are whole on each: 927.6 M parameters a rank', () => {
    const { memory } = run(node, {
      model,
      parallelism: { pipeline: 1, tensor: 8 },
      batch: { sequenceLength: 4096, globalSequences: 8 },
    });
    // Megatron-LM keeps one KV head of 128 on each of eight ranks; with half a head it would be 910.8 M.
    expect((memory['ranks'] as { parametersGB: number }[])[0]!.parametersGB / 2).toBeCloseTo(0.9276, 4);
  });

  it('a tensor group of 24 over three nodes runs, slower than the same group on faster NICs', () => {
    const wide = {
      model: {
        ...model,
        layers: 8,
        hidden: 6144,
        denseHidden: 16_512,
        attention: { ...model.attention, heads: 48, keyValueHeads: 48 },
      },
      parallelism: { pipeline: 1, tensor: 24 },
      batch: { sequenceLength: 4096, globalSequences: 8 },
    };
    const [slow, fast] = [12.5, 50].map(
      (bandwidthGBps) =>
        run({ preset: 'h100-1024-roce', nodes: 3, nic: { bandwidthGBps } }, wide).metrics.stepTimeS,
    );
    expect(slow).toBeGreaterThan(fast!);
  });

  it('one GPU of a node without NVLink has nobody to talk to', () => {
    const alone = {
      preset: 'h800-2048-mrft',
      nodes: 1,
      gpusPerNode: 1,
      device: { nvlinkGBps: 0, nvlinkAchievedGBps: 0 },
      nic: { perNode: 1 },
      topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
      pxn: false,
    };
    const { metrics } = run(alone, {
      model: { ...model, layers: 2 },
      parallelism: { pipeline: 1, tensor: 1 },
      batch: { sequenceLength: 2048, globalSequences: 8 },
    });
    expect(metrics.stepTimeS).toBeGreaterThan(0);
    expect(metrics.exposedCommunicationS).toBe(0);
  });

  it('ten micro-batches are interleaved on four ranks', () => {
    const { metrics } = run(node, {
      preset: 'llama3-8b',
      parallelism: { pipeline: 4, tensor: 2 },
      batch: { sequenceLength: 8192, globalSequences: 10 },
      schedule: { name: 'interleaved', chunksPerDevice: 2 },
    });
    expect(metrics.bubbleS).toBeGreaterThan(0);
  });
});
