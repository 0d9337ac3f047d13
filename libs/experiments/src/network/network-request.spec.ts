import { InvalidDocumentError, invariant, InvariantError, type Issue } from '@railyard/base';
import { NoRouteError, Router } from '@railyard/cluster';
import { ENGINE_VERSION } from '../engine.js';
import { type NetworkLimits, networkRequest, runNetwork } from './network-request.js';

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
  issuesOf(() => networkRequest({ ...base, ...change }, limits)).map(({ path, code }) => `${path} ${code}`);

describe('a request for one collective', () => {
  it('names a preset, or holds a cluster', () => {
    const named = runNetwork(networkRequest(base));
    const held = runNetwork(networkRequest({ ...base, cluster: { preset: 'h800-2048-mpft', nodes: 64 } }));
    expect(held.timeUs).toBe(named.timeUs);
    expect(named.links.length).toBeGreaterThan(0);
  });

  it('counts tokens in place of bytes', () => {
    const byTokens = runNetwork(
      networkRequest({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, tokens: 4096 }),
    );
    const byBytes = runNetwork(
      networkRequest({ collective: 'dispatch', cluster: 'h800-2048-mpft', gpus: 64, bytes: 4096 * 7392 }),
    );
    expect(byTokens).toEqual(byBytes);
  });

  it('takes 128 tokens a GPU for a low-latency kernel, unless told otherwise', () => {
    const { bytes: _bytes, ...unsized } = { ...base, collective: 'low-latency-dispatch', gpus: 64 };
    const byDefault = runNetwork(networkRequest(unsized));
    expect(byDefault).toEqual(runNetwork(networkRequest({ ...unsized, tokens: 128 })));
    expect(byDefault).toEqual(runNetwork(networkRequest({ ...unsized, bytes: 128 * 7392 })));
    expect(runNetwork(networkRequest({ ...unsized, tokens: 256 })).timeUs).toBeGreaterThan(byDefault.timeUs);
    expect(refused({ ...unsized, bytes: undefined, collective: 'dispatch' })).toEqual(['/bytes missing-key']);
  });

  it('carries the engine that answered', () => {
    expect(runNetwork(networkRequest(base))).toMatchObject({
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
      refused({ collective: 'all-reduce', gpus: 64, fail: ['leaf:0'], algorithm: 'ring' }, { messages: 512 }),
    ).toEqual([]);
    expect(
      refused({ collective: 'all-reduce', gpus: 64, fail: ['leaf:0'], algorithm: 'tree' }, { messages: 512 }),
    ).toEqual(['/gpus too-large']);
    expect(refused({ collective: 'low-latency-combine', gpus: 320 }, { messages: 512 })).toEqual([]);
  });

  it('bounds what is simulated several times, and the links that messages cross together', () => {
    const limits = { messages: 100_000, repeated: 500 };
    expect(refused({ beside: { collective: 'all-to-all', bytes: 1e6 } }, limits)).toEqual([]);
    expect(refused({ gpus: 24, beside: { collective: 'all-to-all', bytes: 1e6 } }, limits)).toEqual([
      '/beside too-large',
    ]);
    const sprayed = networkRequest({
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
    const few = networkRequest({ ...base, collective: 'send-receive', cluster: 'h800-16384-fat-tree' });
    expect(runNetwork(few, { messages: 70_000, crossings: 1_000_000 }).flows).toBe(8);
    const beside = networkRequest({
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
    expect(
      refused({ collective: 'gossip', cluster: 'h800-2048-mft', bytes: 'lots', routing: 'magic', colour: 1 }),
    ).toEqual([
      '/colour unknown-key',
      '/cluster unknown-preset',
      '/collective unknown-collective',
      '/bytes out-of-range',
      '/routing unknown-routing',
    ]);
    expect(refused({ gpus: 'many', fail: 'leaf:3' })).toEqual(['/gpus wrong-type', '/fail wrong-type']);
    expect(refused({ gpus: 4096, fail: ['leaf:3', 5] })).toEqual([
      '/fail/1 wrong-type',
      '/gpus out-of-range',
    ]);
    expect(refused({ bytes: 0.25, fail: ['leaf:3='] })).toEqual([
      '/bytes out-of-range',
      '/fail/0 out-of-range',
    ]);
    expect(refused({ flap: 'leaf:3@0+1', reroute: 'soon' })).toEqual([
      '/reroute wrong-type',
      '/flap wrong-type',
    ]);
    expect(refused({ entropies: 'many' })).toEqual(['/entropies wrong-type']);
    expect(refused({ routing: 'ecmp', entropies: 0 })).toEqual(['/entropies out-of-range']);
    expect(refused({ entropies: 8 })).toEqual(['/entropies not-applicable']);
    expect(refused({ gpus: 256, flap: ['leaf:3@0+1'] })).toEqual(['/flap too-large']);
    expect(refused({ gpus: 4096, fail: ['leaf:999'] })).toEqual([
      '/gpus out-of-range',
      '/fail/0 unknown-element',
    ]);
    expect(refused({ tokens: 5 })).toEqual(['/tokens conflict', '/tokens not-applicable']);
    expect(refused({ cluster: { preset: 'h800-2048-mpft', nodes: 0 } })).toEqual([
      '/cluster/nodes too-small',
    ]);
    expect(refused({ algorithm: 'star', top: 0 })).toEqual([
      '/algorithm unknown-algorithm',
      '/algorithm not-applicable',
      '/top out-of-range',
    ]);
    expect(refused({ algorithm: 3, top: 'all' })).toEqual(['/algorithm wrong-type', '/top wrong-type']);
    expect(refused({ beside: 'all-reduce' })).toEqual(['/beside wrong-type']);
    expect(refused({ beside: { collective: 3, size: 1 } })).toEqual([
      '/beside/size unknown-key',
      '/beside/collective wrong-type',
      '/beside/bytes missing-key',
    ]);
    expect(refused({ beside: { collective: 'gossip', bytes: -1 } })).toEqual([
      '/beside/collective unknown-collective',
      '/beside/bytes out-of-range',
    ]);
    expect(refused({ rails: '4:4' })).toEqual(['/rails wrong-type']);
    expect(refused({ rails: [4, 4] })).toEqual(['/rails not-applicable']);
    expect(refused({ beside: { collective: 'all-reduce', bytes: 1 }, rails: [4, 5] })).toEqual([
      '/rails does-not-add-up',
    ]);
    expect(issuesOf(() => networkRequest(null)).map(({ code }) => code)).toEqual(['wrong-type']);
    expect(issuesOf(() => networkRequest({})).map(({ path }) => path)).toEqual([
      '/collective',
      '/gpus',
      '/bytes',
      '/cluster',
    ]);
    for (const issue of issuesOf(() => networkRequest({ ...base, collective: 'gossip', gpus: 0 })))
      expect(issue.hint).not.toBe('');
  });

  it('reports values that cannot even be shown', () => {
    const opaque = { toString: 1 };
    expect(refused({ gpus: opaque })).toEqual(['/gpus wrong-type']);
    expect(refused({ collective: opaque, routing: opaque, seed: opaque, pxn: opaque })).toEqual([
      '/collective wrong-type',
      '/routing wrong-type',
      '/seed wrong-type',
      '/pxn wrong-type',
    ]);
  });

  it('refuses what would take too long, but not what symmetry answers', () => {
    expect(refused({ gpus: 2048 }, { messages: 1000 })).toEqual([]);
    expect(refused({ cluster: 'h800-16384-fat-tree', gpus: 2048 }, { messages: 1000 })).toEqual([
      '/gpus too-large',
    ]);
    expect(refused({ gpus: 2044 }, { messages: 1000 })).toEqual(['/gpus too-large']);
    expect(refused({ gpus: 2048, pxn: false }, { messages: 1000 })).toEqual(['/gpus too-large']);
    expect(refused({ gpus: 64, fail: ['plane:0/leaf:0'] }, { messages: 1000 })).toEqual(['/gpus too-large']);
    expect(refused({ gpus: 64, routing: 'ecmp', entropies: 64 }, { messages: 4032 })).toEqual([]);
    expect(refused({ gpus: 64, routing: 'ecmp', entropies: 65 }, { messages: 4032 })).toEqual([
      '/gpus too-large',
    ]);
  });

  it('says when nothing connects two members', () => {
    const fail = Array.from({ length: 8 }, (_, plane) => `plane:${plane}`);
    expect(
      issuesOf(() => runNetwork(networkRequest({ ...base, fail }))).map(
        ({ path, code }) => `${path} ${code}`,
      ),
    ).toEqual(['/fail disconnected']);
  });

  it('never reports a bug of the engine as an issue', () => {
    const failing = networkRequest({ ...base, fail: ['plane:0'] });
    const route = jest.spyOn(Router.prototype, 'route');
    route.mockImplementation(() => invariant(false, 'a test breaks this') as never);
    expect(() => runNetwork(failing)).toThrow(InvariantError);
    route.mockReturnValue(undefined);
    expect(() => runNetwork(failing)).toThrow(InvalidDocumentError);
    // Nothing has failed that could cut anything off.
    for (const fail of [[], undefined])
      expect(() => runNetwork(networkRequest({ ...base, fail, pxn: false, routing: 'ecmp' }))).toThrow(
        NoRouteError,
      );
    route.mockRestore();
  });
});
