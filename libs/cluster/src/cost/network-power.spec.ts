import { CLUSTERS } from '../presets/index.js';
import { networkWatts } from './network-power.js';

const mpft = CLUSTERS['h800-2048-mpft']!;

describe('networkWatts', () => {
  it('counts switches, NICs and both optics of every cable, for each GPU', () => {
    // Eight planes of 8 leaves and 4 spines; 2,048 cables to NICs and as many between switches.
    const watts = 96 * 750 + 2048 * 25 + 2 * (2048 + 2048) * 9;
    const { wattsPerGpu, range, provenance } = networkWatts(mpft)!;
    expect(wattsPerGpu).toBeCloseTo(watts / 2048, 9);
    expect(range.map((end) => end / wattsPerGpu)).toEqual([0.75, 1.25]);
    expect(provenance).toBe('assumed');
  });

  it('is that of a list of parts, without doubt of its own', () => {
    const prices = {
      name: 'own',
      provenance: 'measured',
      source: 'meter',
      parts: [
        { item: 'switch', usd: 1, watts: 100 },
        { item: 'copper', usd: 1, watts: 0 },
      ],
    } as const;
    const own = networkWatts(mpft, prices)!;
    expect(own).toMatchObject({ list: 'own', provenance: 'measured', source: 'meter' });
    expect(own.range).toEqual([9600 / 2048, 9600 / 2048]);
  });

  it('is none of one node, and unknown where the list has no such switch', () => {
    expect(networkWatts(CLUSTERS['h200-8']!)?.wattsPerGpu).toBe(0);
    const wide = { ...mpft, topology: { ...mpft.topology, switchPorts: 128 } };
    expect(networkWatts(wide)).toBeUndefined();
  });
});
