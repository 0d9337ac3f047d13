import { IssueList } from '@railyard/base';
import { CLUSTERS } from '../presets/index.js';
import { checkBenchmark } from './check-request.js';
import { COLLECTIVES } from './named-collective.js';
import { type BenchmarkRequest } from './request.js';

const base: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 64,
  bytes: 2 ** 30,
};
const found = (given: Partial<BenchmarkRequest>, before: readonly string[] = []) => {
  const issues = new IssueList();
  for (const key of before) issues.at(key).add('wrong-type', 'Before.', 'Before.');
  checkBenchmark(given, issues);
  return issues.issues.slice(before.length);
};
const places = (change: Partial<BenchmarkRequest>, before?: readonly string[]) =>
  found({ ...base, ...change }, before).map(({ path, code }) => `${path} ${code}`);

describe('a request for a benchmark', () => {
  it.each(COLLECTIVES)('of %s is accepted, with all that may disturb it', (collective) => {
    expect(
      places({ collective, gpus: 16, fail: ['leaf:0'], flap: ['node:0/nic:2@60+3'], reroute: 1 }),
    ).toEqual([]);
  });

  it('is of GPUs that the cluster has', () => {
    expect(places({ gpus: 2048 })).toEqual([]);
    expect(found({ ...base, gpus: 2049 })).toEqual([
      {
        path: '/gpus',
        code: 'out-of-range',
        message: 'gpus must be 2 to 2048, the GPUs of the cluster (got 2049).',
        hint: 'Use 2 to 2048.',
      },
    ]);
    const { nic } = base.cluster;
    const one = { ...base.cluster, nodes: 1, gpusPerNode: 1, nic: { ...nic, perNode: 1 } };
    expect(found({ ...base, cluster: one, gpus: 2, fail: ['leaf:9'] })).toEqual([
      {
        path: '/cluster',
        code: 'too-small',
        message: 'A collective must have 2 GPUs or more (got a cluster of 1).',
        hint: 'Use more nodes, or more GPUs in each.',
      },
    ]);
  });

  it.each<[BenchmarkRequest['collective'], number, readonly string[]]>([
    ['dispatch', 20, ['/gpus does-not-divide']],
    ['combine', 520, ['/gpus does-not-divide']],
    ['combine', 512, []],
    ['low-latency-dispatch', 20, []],
    ['send-receive', 65, ['/gpus does-not-divide']],
    ['send-receive', 66, []],
    ['all-to-all', 65, []],
  ])('%s on %i GPUs', (collective, gpus, expected) => {
    expect(places({ collective, gpus })).toEqual(expected);
    expect(places({ collective: 'incast', gpus, beside: { collective, bytes: 1 } })).toEqual(expected);
  });

  it('has so few messages of two collectives that they can be followed', () => {
    const beside = { collective: 'all-reduce', bytes: 1e6 } as const;
    expect(places({ beside })).toEqual([]);
    expect(places({ gpus: 300, beside })).toEqual(['/beside too-large']);
    expect(places({ gpus: 300 })).toEqual([]);
    // Each on 8 channels of 2,048 GPUs, as a ring or as two trees with every edge both ways.
    const reduce = {
      collective: 'all-reduce',
      gpus: 2048,
      beside: { collective: 'all-reduce', bytes: 1 },
    } as const;
    expect([places({ ...reduce, algorithm: 'ring' }), places({ ...reduce, algorithm: 'tree' })]).toEqual([
      [],
      ['/beside too-large'],
    ]);
  });

  it.each([undefined, 'adaptive', 'static', 'ecmp'] as const)(
    'hashes header values by a seed under ecmp, not under %s routing',
    (routing) => {
      const asked = routing === undefined ? {} : { routing };
      const expected = routing === 'ecmp' ? [] : ['/entropies not-applicable', '/seed not-applicable'];
      expect(places({ ...asked, entropies: 8, seed: 0 })).toEqual(expected);
      expect(places(asked)).toEqual([]);
      const ecmp = { ...base.cluster, routing: 'ecmp' } as const;
      expect(places({ cluster: ecmp, ...asked, seed: 0 })).toEqual(
        routing === undefined || routing === 'ecmp' ? [] : ['/seed not-applicable'],
      );
    },
  );

  it('forwards over NVLink where there is some', () => {
    const { device } = base.cluster;
    const cluster = {
      ...base.cluster,
      pxn: false,
      device: { ...device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 },
    };
    expect([places({ cluster }), places({ cluster, pxn: true }), places({ pxn: true })]).toEqual([
      [],
      ['/pxn pxn-needs-nvlink'],
      [],
    ]);
  });

  it('chooses an algorithm for all-reduce, and when to leave a flap where there is one', () => {
    expect(places({ algorithm: 'ring' })).toEqual(['/algorithm not-applicable']);
    expect(places({ collective: 'all-reduce', algorithm: 'ring' })).toEqual([]);
    expect(places({ algorithm: 'ring', beside: { collective: 'all-reduce', bytes: 1e6 } })).toEqual([]);
    for (const flap of [undefined, []])
      expect(places({ reroute: 1, ...(flap && { flap }) })).toEqual(['/reroute not-applicable']);
    expect(places({ reroute: 1, flap: ['leaf:0@0+1'] })).toEqual([]);
  });

  it('divides rails of two collectives that keep apart', () => {
    const beside = { collective: 'all-reduce', bytes: 1e6 } as const;
    expect(places({ beside, rails: [4, 4] })).toEqual([]);
    expect(places({ beside, rails: [4, 3] })).toEqual(['/rails does-not-add-up']);
    expect(places({ beside, rails: [4, 4], fail: ['leaf:0'] })).toEqual(['/rails not-applicable']);
    expect(places({ rails: [4, 4] })).toEqual(['/rails not-applicable']);
  });

  it('names parts of the network that fail or flap', () => {
    expect(places({ fail: ['leaf:0', 'leaf:999'], flap: ['node:0/nic:2', 'leaf:999@1+2'] })).toEqual([
      '/fail/1 unknown-element',
      '/flap/1 unknown-element',
      '/flap/0 no-time',
    ]);
  });

  it('is not judged by keys of which something was reported', () => {
    const wrong = {
      gpus: 4096,
      rails: [9, 9],
      reroute: 1,
      algorithm: 'ring',
      seed: 1,
      fail: ['leaf:999'],
      beside: { collective: 'all-to-all', bytes: 1 },
    } as const;
    expect(places(wrong, ['cluster'])).toEqual(['/algorithm not-applicable', '/reroute not-applicable']);
    expect(places(wrong, ['gpus', 'collective', 'beside', 'flap', 'routing'])).toEqual([
      '/fail/0 unknown-element',
    ]);
    expect(places({ ...wrong, flap: ['leaf:0@0+1'] }, ['rails', 'algorithm', 'seed', 'fail'])).toEqual([
      '/gpus out-of-range',
    ]);
  });
});
