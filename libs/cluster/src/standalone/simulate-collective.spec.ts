import { IssueList } from '@railyard/base';
import { CLUSTERS } from '../presets/index.js';
import { COLLECTIVES } from './named-collective.js';
import { checkNetworkRequest, type NetworkRequest, simulateCollective } from './simulate-collective.js';

const base: NetworkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 64,
  bytes: '1GiB',
};
const issuesOf = (request: NetworkRequest) => {
  const issues = new IssueList();
  checkNetworkRequest(request, issues);
  return issues.issues;
};

describe('simulateCollective', () => {
  it.each(COLLECTIVES)('%s on 16 GPUs answers with bandwidths, busiest links and flows', (collective) => {
    const request = { ...base, collective, gpus: 16, bytes: '64MiB' };
    expect(issuesOf(request)).toEqual([]);
    const answer = simulateCollective(request);
    expect(answer.timeUs).toBeGreaterThan(answer.latencyUs);
    expect(answer.busbwGBps).toBeGreaterThan(0);
    expect(answer.flows).toBeGreaterThan(0);
    expect(answer.links.length).toBeGreaterThan(0);
    for (const link of answer.links) {
      expect(link.peakUtilisation!).toBeLessThanOrEqual(1 + 1e-9);
      expect(link.utilisation).toBeLessThanOrEqual(link.peakUtilisation! + 1e-9);
    }
    expect(answer.links[0].utilisation).toBeGreaterThanOrEqual(answer.links.at(-1)!.utilisation);
  });

  it.each<[NetworkRequest['collective'], number, string]>([
    ['all-to-all', 64, '1KiB'],
    ['all-to-all', 64, '1GiB'],
    ['all-reduce', 64, '64KiB'],
    ['all-reduce', 12, '1GiB'],
    ['dispatch', 16, '30MB'],
    ['combine', 64, '30MB'],
  ])(
    '%s on %i GPUs of %s: what links carried is what their rates allow in the time that is given',
    (collective, gpus, bytes) => {
      for (const perNode of [1, 8, 16]) {
        const nic = { ...base.cluster.nic, perNode };
        const { links, timeUs, planes } = simulateCollective({
          ...base,
          cluster: {
            ...base.cluster,
            nodes: 16,
            topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
            nic,
          },
          collective,
          gpus,
          bytes,
        });
        for (const link of links.filter((one) => one.class === 'host')) {
          expect(link.utilisation / (link.bytes / 48.5e9 / (timeUs / 1e6))).toBeCloseTo(1, 9);
          expect(link.utilisation).toBeLessThanOrEqual(link.peakUtilisation! * (1 + 1e-9));
        }
        const sent = planes.reduce((sum, plane) => sum + plane.bytes, 0);
        expect(sent).toBeLessThanOrEqual(
          Math.ceil(gpus / 8) * perNode * 48.5e9 * (timeUs / 1e6) * (1 + 1e-9),
        );
      }
    },
  );

  it('says that an EP kernel leaves a part of each link', () => {
    const nic = simulateCollective({ ...base, collective: 'dispatch', bytes: '30MB' }).links.find(
      (link) => link.class === 'host',
    )!;
    expect(nic.peakUtilisation).toBeCloseTo(43.5 / 48.5, 9);
    const nvlink = simulateCollective({ ...base, collective: 'dispatch', bytes: '30MB', gpus: 8 }).links[0];
    expect(nvlink.peakUtilisation).toBeCloseTo((153 * 7) / 8 / 160, 9);
  });

  it('has twice the bandwidth with two NICs a GPU, until PCIe is full', () => {
    const cluster = {
      ...base.cluster,
      nodes: 16,
      nic: { ...base.cluster.nic, perNode: 16, bandwidthGBps: 25 },
    };
    const [one, two] = [{ ...cluster, nic: { ...cluster.nic, perNode: 8 } }, cluster].map((spec) =>
      simulateCollective({ ...base, cluster: spec }),
    );
    expect((two!.timeUs - two!.latencyUs) / (one!.timeUs - one!.latencyUs)).toBeCloseTo(0.5, 6);
    expect(two!.planes.map(({ bytes }) => bytes / two!.planes[0].bytes)).toEqual(
      two!.planes.map(() => expect.closeTo(1, 9)),
    );
    const wide = simulateCollective({
      ...base,
      cluster: { ...cluster, nic: { ...cluster.nic, bandwidthGBps: 50 } },
    });
    expect(wide.bottleneck).toBe('pcie');
  });

  it('loads the eight planes alike', () => {
    const { planes } = simulateCollective(base);
    expect(planes.map(({ plane }) => plane)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { bytes } of planes) expect(bytes / ((8 * 8 * 7 * 2 ** 30) / 64)).toBeCloseTo(1, 9);
  });

  it('is slower with a leaf down', () => {
    const failed = simulateCollective({ ...base, fail: ['leaf:0'] });
    expect(failed.timeUs / simulateCollective(base).timeUs).toBeCloseTo(8 / 7, 1);
  });

  it('answers for all GPUs of a cluster, 4.19 million messages', () => {
    const answer = simulateCollective({ ...base, gpus: 2048, bytes: '16GiB' });
    expect(answer.flows).toBe(2048 * 2047);
    expect(answer.busbwGBps).toBeGreaterThan(40);
    // Every GPU sends 1/2048 of 16 GiB to each GPU of 255 other nodes.
    for (const { bytes } of answer.planes)
      expect(bytes / ((256 * 8 * 255 * 2 ** 34) / 2048)).toBeCloseTo(1, 9);
    expect(answer.links[0]).toMatchObject({ class: 'host' });
    expect(answer.links[0].utilisation).toBeCloseTo(1 - answer.latencyUs / answer.timeUs, 9);
    expect(answer.links[0].utilisation).toBeGreaterThan(0.98);
    expect(answer.links[0].peakUtilisation).toBeUndefined();
  });

  it(
    'says what an all-to-all does to gradients beside it, and what queues and rails of their own ' + 'save',
    () => {
      const request = { ...base, beside: { collective: 'all-reduce', bytes: '64MiB' } } as const;
      expect(issuesOf(request)).toEqual([]);
      const [experts, gradients] = simulateCollective(request).beside!;
      expect([experts!.collective, gradients!.collective]).toEqual(['all-to-all', 'all-reduce']);
      expect(gradients!.sharedUs).toBeGreaterThan(3 * gradients!.aloneUs);
      expect(gradients!.queuedUs).toBeLessThan(gradients!.sharedUs / 1.5);
      // One rail of eight for the gradients, which put 2 % of the bytes on NICs: they are slower than with
      // all rails to themselves.
      expect([experts!.rails, gradients!.rails]).toEqual([[0, 1, 2, 3, 4, 5, 6], [7]]);
      expect(simulateCollective({ ...request, rails: [4, 4] }).beside!.map(({ rails }) => rails)).toEqual([
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ]);
      expect(gradients!.separatedUs!).toBeGreaterThan(gradients!.aloneUs);
      expect(experts!.separatedUs! / experts!.aloneUs).toBeCloseTo(8 / 7, 1);
      expect(simulateCollective({ ...request, fail: ['leaf:0'] }).beside![0].separatedUs).toBeUndefined();
      expect(
        issuesOf({ ...base, gpus: 300, beside: { collective: 'gossip' as 'all-reduce', bytes: -1 } }).map(
          ({ path, code }) => `${path} ${code}`,
        ),
      ).toEqual(['/beside/collective unknown-collective', '/beside/bytes out-of-range']);
      expect(issuesOf({ ...request, rails: [4, 3] }).map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/rails does-not-add-up',
      ]);
      expect(
        issuesOf({ ...base, rails: [4, 4], fail: ['leaf:0'] }).map(({ path, code }) => `${path} ${code}`),
      ).toEqual(['/rails not-applicable', '/rails not-applicable']);
      expect(issuesOf({ ...request, gpus: 300 }).map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/beside too-large',
      ]);
    },
  );

  it('looks at a thousand parts that fail, and at no more', () => {
    const parts = Array.from({ length: 1001 }, (_, i) => `leaf:${i % 60}`);
    for (const [key, list] of [
      ['fail', parts],
      ['flap', parts.map((part) => `${part}@0+1`)],
    ] as const) {
      expect(issuesOf({ ...base, [key]: list.slice(1) })).toEqual([]);
      expect(issuesOf({ ...base, [key]: list })).toEqual([
        {
          path: `/${key}`,
          code: 'too-large',
          message: '1001 parts are named, more than 1000',
          hint: expect.stringContaining('leaf'),
        },
      ]);
    }
  });

  it('reports every mistake at once', () => {
    const wrong = {
      ...base,
      collective: 'gossip' as 'all-to-all',
      gpus: 4096,
      bytes: 'lots',
      routing: 'magic' as 'ecmp',
      fail: ['leaf:999'],
    };
    expect(issuesOf(wrong).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/collective unknown-collective',
      '/bytes out-of-range',
      '/routing unknown-routing',
      '/gpus out-of-range',
      '/fail/0 unknown-element',
    ]);
    for (const issue of issuesOf(wrong)) expect(issue.hint).not.toBe('');
    for (const gpus of [20, 520]) {
      const [issue, ...more] = issuesOf({ ...base, collective: 'dispatch', gpus });
      expect([issue!.code, issue!.hint, more]).toEqual([
        'does-not-divide',
        expect.stringContaining('whole nodes of 8 GPUs, up to 512'),
        [],
      ]);
    }
    expect(issuesOf({ ...base, cluster: { ...base.cluster, nodes: 0 } })[0].path).toBe('/cluster/nodes');
  });

  it('takes ring or tree as told, and says which', () => {
    const small = { ...base, collective: 'all-reduce', bytes: '1MiB' } as const;
    const [ring, tree, sooner] = [
      { ...small, algorithm: 'ring' } as const,
      { ...small, algorithm: 'tree' } as const,
      small,
    ].map(simulateCollective);
    expect([ring, tree, sooner].map((answer) => answer!.algorithm)).toEqual(['ring', 'tree', 'tree']);
    expect([sooner!.timeUs, sooner!.flows]).toEqual([tree!.timeUs, tree!.flows]);
    expect(ring!.timeUs).toBeGreaterThan(tree!.timeUs);
    expect(ring!.flows).not.toBe(tree!.flows);
    expect(simulateCollective({ ...base, collective: 'all-gather' }).algorithm).toBe('ring');
    expect(simulateCollective(base).algorithm).toBeUndefined();
    expect(
      issuesOf({ ...small, algorithm: 'star' as 'ring' }).map(({ path, code }) => `${path} ${code}`),
    ).toEqual(['/algorithm unknown-algorithm']);
    expect(issuesOf({ ...base, algorithm: 'ring' }).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/algorithm not-applicable',
    ]);
    expect(
      issuesOf({ ...base, algorithm: 'ring', beside: { collective: 'all-reduce', bytes: 1e6 } }),
    ).toEqual([]);
  });

  it('shows as many links as are asked for', () => {
    expect(simulateCollective(base).links).toHaveLength(20);
    expect(simulateCollective({ ...base, top: 3 }).links).toEqual(simulateCollective(base).links.slice(0, 3));
    for (const top of [0, 1.5, 10_001])
      expect(issuesOf({ ...base, top }).map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/top out-of-range',
      ]);
  });

  it('names what it rests on, and calls published only what was', () => {
    const named = (request: NetworkRequest) =>
      new Map(simulateCollective(request).inputs.map(({ name, provenance }) => [name, provenance]));
    expect(named(base)).toEqual(
      new Map(
        Object.entries({
          'nic.bandwidthGBps': 'published',
          'nic.efficiency': 'published',
          'device.nvlinkAchievedGBps': 'published',
          'latency.infiniband.endpointsUs': 'derived',
          'latency.infiniband.switchUs': 'derived',
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
        nic: { ...nic, bandwidthGBps: 100, efficiency: 0.9 },
        device: { ...device, nvlinkAchievedGBps: 150 },
      },
    });
    expect([
      own.get('nic.bandwidthGBps'),
      own.get('nic.efficiency'),
      own.get('device.nvlinkAchievedGBps'),
    ]).toEqual(['assumed', 'assumed', 'assumed']);
    expect(
      [
        ...named({
          ...base,
          collective: 'low-latency-combine',
          beside: { collective: 'all-reduce', bytes: 1e6 },
        }).keys(),
      ].filter((name) => name.startsWith('network.')),
    ).toEqual([
      'network.collectiveLaunch',
      'network.kernelNvlinkEfficiency',
      'network.smallMessageNicRate',
      'network.lowLatencyOverhead',
    ]);
    expect([
      simulateCollective(base).seed,
      simulateCollective({ ...base, routing: 'ecmp', seed: 7 }).seed,
    ]).toEqual([0, 7]);
  });

  it('takes a seed where it says which way traffic goes, and refuses it elsewhere', () => {
    const timeAt = (seed: number): number =>
      simulateCollective({
        ...base,
        cluster: CLUSTERS['h800-2048-mrft'],
        collective: 'send-receive',
        gpus: 2048,
        routing: 'ecmp',
        seed,
      }).timeUs;
    expect(new Set([0, 1, 2].map(timeAt)).size).toBeGreaterThan(1);
    for (const routing of [undefined, 'adaptive', 'static'] as const) {
      expect(issuesOf({ ...base, seed: 7, ...(routing === undefined ? {} : { routing }) })).toEqual([
        {
          path: '/seed',
          code: 'not-applicable',
          message: `${routing ?? base.cluster.routing} routing hashes no header values`,
          hint: 'Only ecmp does: give it as the routing, or leave `seed` out.',
        },
      ]);
    }
    expect(issuesOf({ ...base, routing: 'ecmp', seed: 7 })).toEqual([]);
  });

  it('does not forward over NVLink where there is none, whoever asks for it', () => {
    const { device } = base.cluster;
    const cluster = {
      ...base.cluster,
      pxn: false,
      device: { ...device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 },
    };
    expect(issuesOf({ ...base, cluster })).toEqual([]);
    expect(issuesOf({ ...base, cluster, pxn: true }).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/pxn pxn-needs-nvlink',
    ]);
  });

  describe('with flaps', () => {
    const flap = ['node:0/nic:2@0.01+3'];

    it.each(COLLECTIVES)('%s takes as long as without when nothing fails before it is done', (collective) => {
      const request = { ...base, collective, gpus: 16, bytes: '64MiB', flap: ['node:0/nic:2@60+3'] };
      expect(issuesOf(request)).toEqual([]);
      const { timeUs, flapped } = simulateCollective(request);
      expect(flapped).toMatchObject({ longestStallUs: 0, delayed: 0 });
      expect(flapped!.timeUs / timeUs).toBeCloseTo(1, 9);
    });

    it('waits for the link, unless traffic takes another way: then it stands still for that long', () => {
      const request = { ...base, collective: 'send-receive', bytes: '4GiB', flap } as const;
      const [calm, waits, leaves] = [{ ...request, flap: [] }, request, { ...request, reroute: 0.5 }].map(
        (one) => simulateCollective(one),
      );
      expect(calm!.flapped!.timeUs).toBeCloseTo(calm!.timeUs, 3);
      expect(waits!.flapped!.timeUs).toBeCloseTo(calm!.timeUs + 3e6, 3);
      expect(waits!.flapped!.longestStallUs).toBeCloseTo(3e6, 3);
      expect(leaves!.flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
      expect(leaves!.flapped!.timeUs).toBeGreaterThan(0.51e6);
      expect(leaves!.flapped!.timeUs).toBeLessThan(waits!.flapped!.timeUs);
      expect(leaves!.flapped!.delayed).toBeGreaterThan(0);
      expect(leaves!.timeUs).toBe(calm!.timeUs);
    });

    it('hold a ring or a tree as a whole, however near its end and whatever slack the NIC has', () => {
      for (const [collective, at] of [
        ['all-gather', 0.002],
        ['all-gather', 0.003],
        ['all-gather', 0.0055],
        ['all-reduce', 0.01],
      ] as const) {
        const request = { ...base, collective, flap: [`node:0/nic:2@${at}+3`] };
        const [waits, leaves] = [request, { ...request, reroute: 0.5 }].map((one) => simulateCollective(one));
        const { flapped, timeUs } = waits!;
        expect(flapped!.longestStallUs).toBeCloseTo(3e6, 3);
        // Held for three seconds, it has less left than the whole when the link is back.
        expect(flapped!.timeUs).toBeGreaterThan(3e6 + at * 1e6);
        expect(flapped!.timeUs).toBeLessThanOrEqual(3e6 + timeUs);
        // The rings, or the channels of trees, that leave and enter the node by that NIC; all others go on.
        expect(flapped!.delayed).toBe(2);
        expect(flapped!.transfers).toBe(collective === 'all-gather' ? 8 : 16);
        expect(leaves!.flapped!.longestStallUs).toBeCloseTo(0.5e6, 3);
        expect(leaves!.flapped!.timeUs).toBeGreaterThan(0.5e6 + at * 1e6);
        expect(leaves!.flapped!.timeUs).toBeLessThan(0.5e6 + 2 * timeUs);
      }
    });

    it('refuses what does not say when, and a way out of nothing', () => {
      const issues = issuesOf({ ...base, flap: ['node:0/nic:2', 'leaf:999@1+2'] });
      expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/flap/1 unknown-element',
        '/flap/0 no-time',
      ]);
      expect(issuesOf({ ...base, reroute: 1 }).map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/reroute not-applicable',
      ]);
      expect(issuesOf({ ...base, flap, reroute: -1 }).map(({ path, code }) => `${path} ${code}`)).toEqual([
        '/reroute out-of-range',
      ]);
    });
  });
});
