import { InvalidDocumentError } from '@railyard/base';
import { type ClusterSpec, type Message } from '@railyard/cluster';
import { clusterOf } from '@railyard/experiments';
import { trafficOnCluster } from './index.js';

const cluster: ClusterSpec = { ...clusterOf('h800-2048-mrft'), nodes: 40 };
const between = (from: number, to: number): Message => ({ from, to, bytes: 1e9, start: 0, job: 'all' });
const codes = (action: () => unknown): readonly string[] => {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe("messages of one's own on a cluster", () => {
  it('take as long as the NIC that sends most', () => {
    const messages = [between(0, 8), between(0, 16), between(1, 9)];
    const { timeUs, links } = trafficOnCluster({ cluster, messages, top: 1 });
    const { bandwidthGBps, efficiency } = cluster.nic;
    expect(timeUs).toBeGreaterThan(2e6 / (bandwidthGBps * efficiency));
    expect(timeUs).toBeLessThan(2e6 / (bandwidthGBps * efficiency) + 10);
    expect(links).toHaveLength(1);
  });

  it('are bounded by the links that they cross, which one path keeps few', () => {
    const messages = [between(0, 312), between(8, 304)];
    expect(codes(() => trafficOnCluster({ cluster, messages, top: 1 }, 40))).toEqual(['too-large']);
    expect(codes(() => trafficOnCluster({ cluster, messages, top: 1, routing: 'static' }, 40))).toEqual([]);
    expect(codes(() => trafficOnCluster({ cluster, messages, top: 1 }))).toEqual([]);
  });

  it('need a path', () => {
    const rails: ClusterSpec = {
      ...cluster,
      nodes: 8,
      pxn: false,
      device: { ...cluster.device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 },
      topology: {
        kind: 'cabled',
        switchPorts: 64,
        cables: [],
        hosts: [
          { nodes: 4, switches: ['a'] },
          { nodes: 4, switches: ['b'] },
        ],
      },
    };
    expect(codes(() => trafficOnCluster({ cluster: rails, messages: [between(0, 8)], top: 1 }))).toEqual([]);
    expect(codes(() => trafficOnCluster({ cluster: rails, messages: [between(0, 63)], top: 1 }))).toEqual([
      'disconnected',
    ]);
  });
});
