import { CLUSTERS } from '../presets/index.js';
import { inputsOf } from './benchmark-inputs.js';
import { runBenchmark } from './benchmark.js';
import { COLLECTIVES } from './named-collective.js';
import { type BenchmarkRequest } from './request.js';

const base: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 64,
  bytes: 2 ** 30,
};

describe('the inputs of a benchmark', () => {
  it('names what it rests on, and calls published only what was', () => {
    const named = (request: BenchmarkRequest) =>
      new Map(runBenchmark(request).inputs.map(({ name, provenance }) => [name, provenance]));
    expect(named(base)).toEqual(
      new Map(
        Object.entries({
          'nic.bandwidthGBps': 'published',
          'nic.efficiency': 'published',
          'device.nvlinkAchievedGBps': 'published',
          'latency.infiniband.endpointsUs': 'derived',
          'latency.infiniband.switchUs': 'derived',
          'network.linkCalibration': 'fitted',
          'network.collectiveLaunch': 'assumed',
          'network.messageCost': 'derived',
        }),
      ),
    );
    const { nic, device } = base.cluster;
    const own = named({
      ...base,
      cluster: {
        ...base.cluster,
        nic: { ...nic, bandwidthGBps: 100, efficiency: 0.9, endpointLatencyUs: 5, switchLatencyUs: 2 },
        device: { ...device, nvlinkAchievedGBps: 150 },
      },
    });
    expect([
      own.get('nic.bandwidthGBps'),
      own.get('nic.efficiency'),
      own.get('device.nvlinkAchievedGBps'),
      own.get('nic.endpointLatencyUs'),
      own.get('nic.switchLatencyUs'),
    ]).toEqual(Array.from({ length: 5 }, () => 'assumed'));
    expect([...own.keys()].filter((name) => name.startsWith('latency.'))).toEqual([]);
    expect(
      [
        ...named({
          ...base,
          collective: 'low-latency-combine',
          beside: { collective: 'all-reduce', bytes: 1e6 },
        }).keys(),
      ].filter((name) => name.startsWith('network.')),
    ).toEqual([
      'network.linkCalibration',
      'network.kernelNvlinkEfficiency',
      'network.smallMessageNicRate',
      'network.lowLatencyOverhead',
    ]);
  });

  it('are each named once, with a source, whatever is asked for', () => {
    for (const collective of COLLECTIVES) {
      const inputs = inputsOf(base.cluster, [collective, 'all-reduce', collective]);
      expect(new Set(inputs.map(({ name }) => name)).size).toBe(inputs.length);
      for (const { source, unit, value } of inputs)
        expect([source, typeof unit, value === 'h100' || Number(value) > 0]).toEqual([
          expect.stringMatching(/./),
          'string',
          true,
        ]);
    }
    expect(inputsOf(base.cluster, ['incast']).map(({ name }) => name)).toEqual([
      'nic.bandwidthGBps',
      'nic.efficiency',
      'device.nvlinkAchievedGBps',
      'latency.infiniband.endpointsUs',
      'latency.infiniband.switchUs',
      'network.collectiveLaunch',
      'network.messageCost',
    ]);
  });
});
