import { InvalidDocumentError, invariant, InvariantError, type Issue } from '@railyard/base';
import { NoRouteError, Router } from '@railyard/cluster';
import { ENGINE_VERSION } from '../engine.js';
import { checkedNetwork, type NetworkLimits, runNetwork, WAITING_LIMITS } from './index.js';

const base = { collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 16, bytes: '64MiB' };
function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
  return [];
}
const refused = (change: object, limits?: NetworkLimits): readonly string[] =>
  issuesOf(() => checkedNetwork({ ...base, ...change }, limits)).map(({ path, code }) => `${path} ${code}`);

describe('a request for one collective', () => {
  it('names a preset, or holds a cluster', () => {
    const named = runNetwork(checkedNetwork(base));
    const held = runNetwork(checkedNetwork({ ...base, cluster: { preset: 'h800-2048-mpft', nodes: 64 } }));
    expect(held.timeUs).toBe(named.timeUs);
    expect(named.links.length).toBeGreaterThan(0);
  });

  it('counts tokens in place of bytes', () => {
    const byTokens = runNetwork(
      checkedNetwork({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, tokens: 4096 }),
    );
    const byBytes = runNetwork(
      checkedNetwork({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, bytes: 4096 * 7392 }),
    );
    expect(byTokens).toEqual(byBytes);
  });

  it('takes 128 tokens a GPU for a low-latency kernel, unless stated otherwise', () => {
    const { bytes: _bytes, ...unsized } = { ...base, collective: 'low-latency-dispatch', gpus: 64 };
    const byDefault = runNetwork(checkedNetwork(unsized));
    expect(byDefault).toEqual(runNetwork(checkedNetwork({ ...unsized, tokens: 128 })));
    expect(byDefault).toEqual(runNetwork(checkedNetwork({ ...unsized, bytes: 128 * 7392 })));
    expect(runNetwork(checkedNetwork({ ...unsized, tokens: 256 })).timeUs).toBeGreaterThan(byDefault.timeUs);
    expect(refused({ ...unsized, bytes: undefined, collective: 'dispatch' })).toEqual(['/bytes missing-key']);
  });

  it('goes through sizes as nccl-tests does, each as if it were alone', () => {
    const { bytes: _bytes, ...unsized } = base;
    const sized = runNetwork(checkedNetwork({ ...unsized, minBytes: '8M', maxBytes: '100M', stepFactor: 3 }));
    const MIB = 2 ** 20;
    expect(sized.sizes?.map(({ bytes }) => bytes / MIB)).toEqual([8, 24, 72]);
    for (const { bytes, ...point } of sized.sizes ?? [])
      expect(runNetwork(checkedNetwork({ ...base, bytes }))).toMatchObject(point);
    expect(sized.timeUs).toBe(runNetwork(checkedNetwork({ ...base, bytes: 100 * MIB })).timeUs);
    const added = checkedNetwork({ ...unsized, maxBytes: 32, stepBytes: 12 });
    expect(runNetwork(added).sizes?.map(({ bytes }) => bytes)).toEqual([8, 20, 32]);
  });

  it('refuses sizes that are none, too many, or said twice', () => {
    const sizes = { bytes: undefined, minBytes: 8, maxBytes: 64 };
    expect(refused({ ...sizes, maxBytes: undefined })).toEqual(['/maxBytes missing-key']);
    expect(refused({ ...sizes, bytes: 8 })).toEqual(['/bytes conflict']);
    expect(refused({ ...sizes, minBytes: 65 })).toEqual(['/maxBytes out-of-range']);
    expect(refused({ ...sizes, maxBytes: '1G', stepBytes: 8 })).toEqual(['/maxBytes too-large']);
    expect(refused({ ...sizes, stepBytes: 8, stepFactor: 2 })).toEqual(['/stepBytes conflict']);
    expect(refused({ ...sizes, maxBytes: '1Gb' })).toEqual(['/maxBytes out-of-range']);
    const failed = { collective: 'all-gather', gpus: 64, fail: ['leaf:0'], maxBytes: '8G' };
    expect(refused({ ...sizes, ...failed }, { messages: 512 })).toEqual(['/maxBytes too-large']);
    expect(refused({ ...sizes, ...failed, maxBytes: 128 }, { messages: 512 })).toEqual([]);
    // What links carry of an all-to-all does not depend on the size.
    expect(refused({ ...sizes, ...failed, collective: 'all-to-all' }, { messages: 512 })).toEqual([]);
  });

  it('carries the engine that answered', () => {
    expect(runNetwork(checkedNetwork(base))).toMatchObject({
      engineVersion: ENGINE_VERSION,
      seed: 0,
      warnings: [],
    });
  });

  it('counts the messages that are really sent', () => {
    expect(
      refused({ collective: 'send-receive', cluster: 'h800-16384-fat-tree', gpus: 16_384, fail: ['core:0'] }),
    ).toEqual([]);
    expect(refused({ collective: 'send-receive', gpus: 64, fail: ['leaf:0'] }, { messages: 32 })).toEqual([]);
    expect(refused({ collective: 'send-receive', gpus: 66, fail: ['leaf:0'] }, { messages: 32 })).toEqual([
      '/gpus too-large',
    ]);
    expect(refused({ collective: 'incast', gpus: 34 }, { messages: 32 })).toEqual(['/gpus too-large']);
    expect(
      refused(
        { collective: 'all-reduce', gpus: 64, fail: ['leaf:0'], algorithm: 'ring' },
        { messages: 512, legs: 512 },
      ),
    ).toEqual([]);
    expect(
      refused(
        { collective: 'all-reduce', gpus: 64, fail: ['leaf:0'], algorithm: 'tree' },
        { messages: 512, legs: 512 },
      ),
    ).toEqual(['/gpus too-large']);
    expect(refused({ collective: 'low-latency-combine', gpus: 320 }, { messages: 512 })).toEqual([]);
  });

  it('simulates a flap inside a collective of 1,024 GPUs, with other ways under ECMP one of 374', () => {
    const flap = ['node:0/nic:2@0.001+0.002'];
    expect(refused({ collective: 'all-reduce', gpus: 1024, flap })).toEqual([]);
    expect(refused({ collective: 'all-to-all', gpus: 1024, flap })).toEqual([]);
    expect(refused({ collective: 'all-to-all', gpus: 1024, flap }, WAITING_LIMITS)).toEqual([]);
    // Hashes look at NICs, so that those of a node to one GPU go together as long as traffic waits.
    const hashed = { collective: 'all-to-all', routing: 'ecmp', flap };
    expect(refused({ ...hashed, gpus: 1024 })).toEqual([]);
    expect(refused({ ...hashed, gpus: 1024 }, WAITING_LIMITS)).toEqual([]);
    expect(refused({ ...hashed, routing: 'static', gpus: 1024 })).toEqual([]);
    expect(issuesOf(() => checkedNetwork({ ...base, ...hashed, gpus: 1024, reroute: 1 }))[0]?.hint).toBe(
      'Leave `reroute` out, so that traffic waits, use adaptive routing, under which nodes are alike, or ' +
        '374 GPUs; with the part in `fail`, down all the while, there may be more GPUs.',
    );
    expect(refused({ ...hashed, reroute: 1, gpus: 374 })).toEqual([]);
    expect(refused({ ...hashed, reroute: 1, gpus: 375 })).toEqual(['/flap too-large']);
    expect(refused({ collective: 'all-to-all', gpus: 1024, fail: ['node:0/nic:2'] })).toEqual([]);
    expect(refused({ gpus: 16, flap }, { messages: 1e6, flapped: 500 })).toEqual(['/flap too-large']);
  });

  it('bounds what is simulated several times, and the links that messages cross together', () => {
    const limits = { messages: 100_000, repeated: 500 };
    expect(refused({ beside: { collective: 'all-to-all', bytes: 1e6 } }, limits)).toEqual([]);
    expect(refused({ gpus: 24, beside: { collective: 'all-to-all', bytes: 1e6 } }, limits)).toEqual([
      '/beside too-large',
    ]);
    const sprayed = checkedNetwork({
      ...base,
      collective: 'send-receive',
      cluster: 'h800-16384-fat-tree',
      gpus: 2048,
    });
    expect(
      issuesOf(() => runNetwork(sprayed, { messages: 70_000, crossings: 1_000_000 })).map(
        ({ path, code }) => `${path} ${code}`,
      ),
    ).toEqual(['/gpus too-large']);
    const few = checkedNetwork({ ...base, collective: 'send-receive', cluster: 'h800-16384-fat-tree' });
    expect(runNetwork(few, { messages: 70_000, crossings: 1_000_000 }).flows).toBe(8);
    const beside = checkedNetwork({
      ...base,
      collective: 'send-receive',
      cluster: 'h800-16384-fat-tree',
      gpus: 2048,
      beside: { collective: 'incast', bytes: 1e6 },
    });
    expect(
      issuesOf(() => runNetwork(beside, { messages: 70_000, crossings: 2_500_000 })).map(
        ({ path, code }) => `${path} ${code}`,
      ),
    ).toEqual(['/gpus too-large']);
  });

  it('reports every mistake at once, with a hint', () => {
    const all = {
      collective: 'gossip',
      cluster: 'h800-2048-mft',
      bytes: 'lots',
      routing: 'magic',
      colour: 1,
    };
    expect(refused(all)).toEqual([
      '/colour unknown-key',
      '/collective not-allowed',
      '/routing not-allowed',
      '/cluster unknown-preset',
      '/bytes out-of-range',
    ]);
    for (const issue of issuesOf(() => checkedNetwork({ ...base, ...all })))
      expect(issue.hint).toMatch(/^Use .*\.$/);
    expect(issuesOf(() => checkedNetwork(null)).map(({ path, code }) => `${path} ${code}`)).toEqual([
      ' wrong-type',
    ]);
    expect(issuesOf(() => checkedNetwork({})).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/collective missing-key',
      '/cluster missing-key',
      '/gpus missing-key',
    ]);
  });

  it.each<[object, readonly string[]]>([
    // The schema's.
    [{ gpus: 'many', fail: 'leaf:3' }, ['/gpus wrong-type', '/fail wrong-type']],
    [{ gpus: 1 }, ['/gpus too-small']],
    [{ flap: 'leaf:3@0+1', reroute: 'soon' }, ['/flap wrong-type', '/reroute wrong-type']],
    [{ reroute: -1, flap: ['leaf:0@0+1'] }, ['/reroute too-small']],
    [{ entropies: 'many' }, ['/entropies wrong-type']],
    [{ routing: 'ecmp', entropies: 0 }, ['/entropies too-small']],
    [{ algorithm: 3, top: 'all' }, ['/algorithm wrong-type', '/top wrong-type']],
    [{ algorithm: 'star', top: 0 }, ['/algorithm not-allowed', '/top too-small']],
    [{ top: 10_001 }, ['/top too-large']],
    [{ seed: 1.5, routing: 'ecmp' }, ['/seed wrong-type']],
    [{ beside: 'all-reduce' }, ['/beside wrong-type']],
    [
      { beside: { collective: 3, size: 1 } },
      ['/beside/bytes missing-key', '/beside/size unknown-key', '/beside/collective wrong-type'],
    ],
    [
      { beside: { collective: 'gossip', bytes: -1 } },
      ['/beside/collective not-allowed', '/beside/bytes too-small'],
    ],
    [{ rails: '4:4' }, ['/rails wrong-type']],
    [{ rails: [1, 2, 5] }, ['/rails too-many']],
    [{ bytes: 0.25 }, ['/bytes too-small']],
    [{ bytes: [1] }, ['/bytes wrong-type']],
    [{ bytes: null }, ['/bytes wrong-type']],
    [{ cluster: 5 }, ['/cluster wrong-type']],
    // The domain's, of keys of which the schema said nothing.
    [{ gpus: 4096, fail: ['leaf:3', 5] }, ['/fail/1 wrong-type', '/gpus out-of-range']],
    [{ gpus: 4096, fail: ['leaf:999'] }, ['/gpus out-of-range', '/fail/0 unknown-element']],
    [{ fail: ['leaf:3='] }, ['/fail/0 out-of-range']],
    [{ bytes: '1 EiB' }, ['/bytes out-of-range']],
    [
      { bytes: '0GB', beside: { collective: 'incast', bytes: 'x' } },
      ['/bytes out-of-range', '/beside/bytes out-of-range'],
    ],
    [{ bytes: '2000PB' }, ['/bytes out-of-range']],
    [{ entropies: 8 }, ['/entropies not-applicable']],
    [{ tokens: 5 }, ['/tokens conflict', '/tokens not-applicable']],
    [{ bytes: undefined }, ['/bytes missing-key']],
    [{ bytes: undefined, collective: 'combine' }, ['/bytes missing-key']],
    [{ cluster: { preset: 'h800-2048-mpft', nodes: 0 } }, ['/cluster/nodes too-small']],
    [
      { cluster: { preset: 'h800-2048-mpft', nodes: 0 }, gpus: 4096, algorithm: 'ring' },
      ['/cluster/nodes too-small', '/algorithm not-applicable'],
    ],
    [{ rails: [4, 4] }, ['/rails not-applicable']],
    [{ control: 'pfc' }, ['/control not-applicable', '/control not-applicable']],
    [{ control: 'drops' }, ['/control not-allowed']],
    [
      { control: 'rtt', routing: 'ecmp', gpus: 128, beside: { collective: 'incast', bytes: 1e6 } },
      ['/control too-large'],
    ],
    [{ beside: { collective: 'all-reduce', bytes: 1 }, rails: [4, 5] }, ['/rails does-not-add-up']],
    // What would take too long.
    [{ gpus: 512, routing: 'static', flap: ['leaf:3@0+1'], reroute: 2 }, ['/flap too-large']],
  ])('%j: %j', (change, expected) => {
    expect(refused(change)).toEqual(expected);
  });

  it('looks at a thousand parts that fail, and at no more', () => {
    const parts = Array.from({ length: 1001 }, (_, i) => `node:${255 - Math.floor(i / 8)}/nic:${i % 8}`);
    for (const [key, list] of [
      ['fail', parts],
      ['flap', parts.map((part) => `${part}@0+1`)],
    ] as const) {
      expect(refused({ [key]: list.slice(1) }, { messages: 1e9, flapped: 1e9 })).toEqual([]);
      expect(refused({ [key]: list })).toEqual([`/${key} too-many`]);
    }
  });

  it('reports values that cannot even be shown', () => {
    const opaque = { toString: 1 };
    expect(refused({ gpus: opaque })).toEqual(['/gpus wrong-type']);
    expect(refused({ collective: opaque, routing: opaque, seed: opaque, pxn: opaque })).toEqual([
      '/collective wrong-type',
      '/routing wrong-type',
      '/pxn wrong-type',
      '/seed wrong-type',
    ]);
  });

  it('refuses what would take too long: by legs and steps, not by messages where these are added up', () => {
    const few = { messages: 1000 };
    expect(refused({ gpus: 2048 }, few)).toEqual([]);
    expect(refused({ gpus: 2044, pxn: false }, few)).toEqual([]);
    expect(refused({ gpus: 2048, routing: 'ecmp', entropies: 65, fail: ['leaf:0'] }, few)).toEqual([]);
    const tall = { cluster: 'h800-16384-fat-tree', gpus: 16_384 };
    expect(refused(tall)).toEqual([]);
    expect(refused(tall, { ...few, steps: 1e6 })).toEqual(['/gpus too-large']);
    expect(refused({ ...tall, gpus: 1024 }, { ...few, steps: 5e6 })).toEqual([]);
    expect(refused({ ...tall, gpus: 1024, routing: 'static' }, { ...few, steps: 1e6 })).toEqual([
      '/gpus too-large',
    ]);
    const ring = { collective: 'all-gather', pxn: false, routing: 'ecmp', entropies: 64 };
    expect(refused({ ...ring, gpus: 64 }, { messages: 512 })).toEqual([]);
    expect(refused({ ...ring, gpus: 64, entropies: 65 }, { messages: 512 })).toEqual(['/gpus too-large']);
  });

  it('draws hashes for a band, of all collectives, and says how exact a time is', () => {
    const asked = { ...base, routing: 'ecmp', cluster: 'h800-2048-mrft', gpus: 512, seeds: 20 };
    const { band, exactness, timeUs } = runNetwork(checkedNetwork(asked));
    expect([exactness, band!.seeds]).toEqual(['one-hash', 20]);
    expect(timeUs / band!.medianUs).toBeCloseTo(1, 1);
    const ring = runNetwork(checkedNetwork({ ...asked, gpus: 1024, collective: 'send-receive' }));
    expect(ring.band!.seeds).toBe(20);
    expect(ring.band!.leastUs).toBeLessThan(ring.band!.mostUs);
    expect(runNetwork(checkedNetwork(base))).toMatchObject({ exactness: 'exact' });
    expect(refused({ seeds: 5 })).toEqual(['/seeds not-applicable']);
    expect(refused({ ...asked, collective: 'all-reduce', seeds: 10_000 })).toEqual(['/seeds too-large']);
  });

  it('says when nothing connects two members', () => {
    const fail = Array.from({ length: 8 }, (_, plane) => `plane:${plane}`);
    expect(
      issuesOf(() => runNetwork(checkedNetwork({ ...base, fail }))).map(
        ({ path, code }) => `${path} ${code}`,
      ),
    ).toEqual(['/fail disconnected']);
  });

  it('never reports a bug of the engine as an issue', () => {
    const failing = checkedNetwork({ ...base, fail: ['plane:0'] });
    const route = jest.spyOn(Router.prototype, 'route');
    route.mockImplementation(() => invariant(false, 'a test breaks this') as never);
    expect(() => runNetwork(failing)).toThrow(InvariantError);
    route.mockReturnValue(undefined);
    expect(() => runNetwork(failing)).toThrow(InvalidDocumentError);
    // Nothing has failed that could cut anything off.
    for (const fail of [[], undefined])
      expect(() => runNetwork(checkedNetwork({ ...base, fail, pxn: false, routing: 'ecmp' }))).toThrow(
        NoRouteError,
      );
    route.mockRestore();
  });
});
