import { CLUSTERS } from '../presets/index.js';
import { runBenchmark } from './benchmark.js';
import { type BenchmarkRequest } from './request.js';

const base: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mpft'],
  collective: 'all-to-all',
  gpus: 128,
  bytes: 2 ** 26,
};
const warned = (change: Partial<BenchmarkRequest>) => runBenchmark({ ...base, ...change }).warnings;
const codes = (change: Partial<BenchmarkRequest>) =>
  warned(change).map(({ code, message }) => `${code} ${message.split(' ')[0]}`);

describe('faults that change nothing', () => {
  it('are distinguished from those that do, with the nodes that they serve', () => {
    expect(warned({ fail: ['leaf:3'] })).toEqual([
      {
        code: 'fault-without-traffic',
        message:
          'leaf:3 carries none of this traffic: it serves nodes 96 to 127, the collective runs on ' +
          'nodes 0 to 15',
      },
    ]);
    // In closed form, and added up on links.
    const [idle, healthy] = [{ ...base, fail: ['leaf:3'] }, base].map((asked) => runBenchmark(asked).timeUs);
    expect(idle! / healthy!).toBeCloseTo(1, 12);
    expect(warned({ fail: ['leaf:0'] })).toEqual([]);
    expect(runBenchmark({ ...base, fail: ['leaf:0'] }).timeUs).toBeGreaterThan(runBenchmark(base).timeUs);
  });

  it.each<[string, string]>([
    ['node:100/nic:2', 'it serves node 100, the'],
    ['plane:2/spine:1', 'it joins switches that its messages do not cross; the'],
    ['node:0/storage-nic', 'its messages take other links; the'],
    ['node:3/host', 'its messages take other links; the'],
    ['plane:2/leaf:5', 'it serves nodes 160 to 191, the'],
  ])('%s: %s', (part, why) => {
    expect(warned({ fail: [part] })[0].message).toContain(why);
  });

  it('are reported together where the reason is the same', () => {
    expect(
      warned({ fail: ['node:20/nic:1', 'plane:2/spine:1', 'leaf:3', 'node:0/nic:0=0.5'] }).map(
        ({ message }) => message,
      ),
    ).toEqual([
      'node:20/nic:1 and leaf:3 carry none of this traffic: they serve nodes 20, 96, 97, 98, ... ' +
        '127, the collective runs on nodes 0 to 15',
      'plane:2/spine:1 carries none of this traffic: it joins switches that its messages do not ' +
        'cross; the collective runs on nodes 0 to 15',
    ]);
    const nics = Array.from({ length: 64 }, (_, i) => `node:${64 + i}/nic:0`);
    expect(warned({ fail: nics }).map(({ message }) => message)).toEqual([
      'node:64/nic:0, node:65/nic:0, node:66/nic:0 and 61 others carry none of this traffic: they ' +
        'serve nodes 64 to 127, the collective runs on nodes 0 to 15',
    ]);
  });

  it('are judged by what all of the request sends', () => {
    const request = { gpus: 16, collective: 'send-receive', fail: ['node:0/nic:0'] } as const;
    expect(codes(request)).toEqual([]);
    expect(codes({ gpus: 16, collective: 'incast', fail: ['node:0/nic:5'] })).toEqual([
      'fault-without-traffic node:0/nic:5',
    ]);
    expect(
      codes({
        gpus: 16,
        collective: 'incast',
        fail: ['node:0/nic:5'],
        beside: { collective: 'all-to-all', bytes: 1e6 },
      }),
    ).toEqual([]);
    // Only the first collective is followed through flaps.
    expect(
      codes({
        gpus: 16,
        collective: 'incast',
        flap: ['node:0/nic:5@0+1'],
        beside: { collective: 'all-to-all', bytes: 1e6 },
      }),
    ).toEqual(['flap-without-traffic node:0/nic:5']);
  });

  it('are none where another fault sends traffic their way', () => {
    // The incast comes in on rail 0; without it messages spread over the rails that are left, rail 5 among
    // them.
    const request = { gpus: 16, collective: 'incast' } as const;
    expect(codes({ ...request, fail: ['node:0/nic:0', 'node:0/nic:5', 'node:9/nic:1'] })).toEqual([
      'fault-without-traffic node:9/nic:1',
    ]);
  });

  it('may be flaps, or flaps that come too late', () => {
    expect(codes({ flap: ['leaf:3@0+1'] })).toEqual(['flap-without-traffic leaf:3']);
    expect(codes({ flap: ['leaf:0@0+1'] })).toEqual([]);
    expect(warned({ gpus: 16, flap: ['node:0/nic:2@60+3'] })).toEqual([
      {
        code: 'flap-after-the-end',
        message: expect.stringMatching(
          /^node:0\/nic:2 fails at 60 s, when all has been sent: transfers take 0\.00\d+ s$/,
        ),
      },
    ]);
    // Latency is most of this collective's 81 us: by then all has been sent.
    expect(
      warned({ collective: 'all-reduce', bytes: 2 ** 20, gpus: 64, flap: ['node:0/nic:2@0.00002+3'] }).map(
        ({ code }) => code,
      ),
    ).toEqual(['flap-after-the-end']);
    // The second comes while the first still holds its messages up.
    expect(codes({ gpus: 16, flap: ['node:0/nic:2@0+3', 'node:0/nic:3@1+3'] })).toEqual([]);
    // Traffic that leaves one rail meets the other.
    expect(
      codes({ gpus: 16, collective: 'incast', flap: ['node:0/nic:0@0+3', 'node:0/nic:5@0+3'], reroute: 0 }),
    ).toEqual([]);
    expect(codes({ gpus: 16, collective: 'incast', flap: ['node:0/nic:0@0+3', 'node:0/nic:5@0+3'] })).toEqual(
      ['flap-without-traffic node:0/nic:5'],
    );
  });
});
