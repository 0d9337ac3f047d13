import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { chainCollective } from './chain.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const spec = CLUSTERS['h100-64'];
const { nic, device } = spec;
const NIC = nic.bandwidthGBps * nic.efficiency * 1e9;
const BYTES = 2 ** 30;
const transfer = ({ seconds, latencySeconds }: { seconds: number; latencySeconds: number }): number =>
  seconds - latencySeconds;

describe.each(['broadcast', 'reduce'] as const)('%s', (operation) => {
  it('goes at the rate of every NIC at once: each carries its chain', () => {
    const time = chainCollective(new Fabric(spec), operation, { group: range(64), bytes: BYTES });
    expect(transfer(time) / (BYTES / 8 / NIC)).toBeCloseTo(1, 9);
    expect(time.busbwGBps).toBe(time.algbwGBps);
    expect(time.bottleneck).toBe('host');
  });

  it('goes at the rate of NVLink inside a node, where all chains cross it', () => {
    // Of eight chains the root sends all and the others pass on those that do not end with them.
    const time = chainCollective(new Fabric(spec), operation, { group: range(8), bytes: BYTES });
    expect(transfer(time) / (BYTES / (device.nvlinkAchievedGBps * 1e9))).toBeCloseTo(1, 9);
  });

  it('with one slow NIC is held by it', () => {
    const fabric = new Fabric(spec);
    const capacity = fabric.graph.linkCapacity.slice();
    const slow = fabric.graph.tables.nicUplink[8];
    capacity[slow] /= 4;
    capacity[slow ^ 1] /= 4;
    const time = chainCollective(fabric.withCapacity(capacity), operation, {
      group: range(64),
      bytes: BYTES,
    });
    expect(transfer(time) / (BYTES / 8 / NIC)).toBeCloseTo(4, 1);
  });
});
