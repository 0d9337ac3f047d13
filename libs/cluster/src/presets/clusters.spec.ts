import { DEVICES } from '../hardware/index.js';
import { CLUSTERS, NIC_EFFICIENCY } from './clusters.js';
import { NETWORK_COMPARISON } from './comparison.js';

describe('CLUSTERS', () => {
  it('are named by their keys, and by the GPUs they have', () => {
    for (const [name, spec] of Object.entries(CLUSTERS)) {
      expect(spec.name).toBe(name);
      expect(name.startsWith(spec.device.name)).toBe(true);
      const size = name.slice(spec.device.name.length);
      expect(Number(/^-(\d+)/.exec(size)![1])).toBe(spec.nodes * spec.gpusPerNode);
    }
  });

  it('have every device in the sizes that are rented', () => {
    // A PC is not rented.
    for (const device of Object.keys(DEVICES).filter((name) => !['gb10', 'rtx-4090'].includes(name))) {
      if (device.startsWith('gb')) expect(CLUSTERS[`${device}-72`]!.gpusPerNode).toBe(72);
      else for (const gpus of [8, 64, 1024]) expect(CLUSTERS[`${device}-${gpus}`]!.device.name).toBe(device);
    }
  });

  it('hold the founding case: 256 nodes of 8 H800 with 8 NICs of 400G, as MPFT and as MRFT', () => {
    const [mpft, mrft] = [CLUSTERS['h800-2048-mpft'], CLUSTERS['h800-2048-mrft']];
    expect(mpft).toMatchObject({
      nodes: 256,
      gpusPerNode: 8,
      nic: { perNode: 8, bandwidthGBps: 50, efficiency: NIC_EFFICIENCY, linkLayer: 'infiniband' },
      pxn: true,
    });
    expect({ ...mrft, name: mpft.name, topology: mpft.topology }).toEqual(mpft);
  });
});

describe('NETWORK_COMPARISON', () => {
  it('has whole nodes at full size', () => {
    expect(
      Object.fromEntries(Object.entries(NETWORK_COMPARISON).map(([name, { nodes }]) => [name, nodes * 8])),
    ).toEqual({ FT2: 2048, MPFT: 16384, FT3: 65536, SF: 32928, DF: 261632 });
  });
});
