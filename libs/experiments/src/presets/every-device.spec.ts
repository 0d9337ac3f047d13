/** A job on one node of every device: it runs, and says where its kernels are a relative's. */
import { DEVICES } from '@railyard/cluster';
import { prepareExperiment, runExperiment } from '../index.js';

describe.each(Object.keys(DEVICES))('a small job on the %s', (device) => {
  // Desktops have one GPU and no cluster of their own; racks have 72.
  const gpus = ['gb10', 'rtx-4090'].includes(device) ? 1 : device.startsWith('gb') ? 72 : 8;
  const cluster =
    gpus === 1
      ? { preset: 'l40s-8', nodes: 1, gpusPerNode: 1, device: { preset: device }, nic: { perNode: 1 } }
      : { preset: `${device}-${gpus}` };
  const result = runExperiment(
    prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      cluster,
      workload: {
        preset: 'llama3-8b',
        // The state of all 16 layers is more than a desktop board of 24 GB holds.
        model: { preset: 'llama3.2-1b', ...(device === 'rtx-4090' ? { layers: 8 } : {}) },
        precision: device === 'v100' ? 'fp16' : 'bf16',
        parallelism: { pipeline: 1, tensor: 1, data: gpus },
        batch: { sequenceLength: 2048, globalSequences: gpus, microBatchSequences: 1 },
      },
    }),
  );

  it('takes a time and fits', () => {
    expect(result.metrics.stepTimeS).toBeGreaterThan(0.01);
    expect(result.memory['fits']).toBe(true);
  });
});
