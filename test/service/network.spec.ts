/** One collective over HTTP and by the command: the same answer, bounded time, problems for mistakes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { temporaryFolder } from '../support/harness.js';
import { call } from '../support/http.js';
import { ROOT, type Started, UNBUNDLED, railyard, start } from '../support/processes.js';

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'network.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const ask = (body: unknown) => call(service.url, '/v1/network', { body });

describe('POST /v1/network', () => {
  it('answers as the command does', async () => {
    const reply = await ask({
      collective: 'all-to-all',
      cluster: 'h800-2048-mpft',
      gpus: 32,
      bytes: '256MiB',
      fail: ['plane:0/leaf:0'],
    });
    const { code, stdout } = await railyard(
      [
        'network',
        'all-to-all',
        '--cluster',
        'h800-2048-mpft',
        '--gpus',
        '32',
        '--bytes',
        '256MiB',
        '--fail',
        'plane:0/leaf:0',
        '--json',
      ],
      folder.path,
    );
    expect([reply.status, code]).toEqual([200, 0]);
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect(reply.json).toMatchObject({
      algbwGBps: expect.any(Number),
      busbwGBps: expect.any(Number),
      timeUs: expect.any(Number),
      flows: 32 * 31,
    });
    expect((reply.json.links as unknown[]).length).toBeGreaterThan(0);
  });

  it('answers for two collectives at once as the command does', async () => {
    const reply = await ask({
      collective: 'dispatch',
      cluster: 'h800-2048-mpft',
      gpus: 64,
      tokens: 4096,
      beside: { collective: 'all-reduce', bytes: '64MiB' },
      rails: [6, 2],
    });
    const { stdout } = await railyard(
      [
        'network',
        'dispatch',
        '--cluster',
        'h800-2048-mpft',
        '--gpus',
        '64',
        '--tokens',
        '4096',
        '--beside',
        'all-reduce:64MiB',
        '--rails',
        '6:2',
        '--json',
      ],
      folder.path,
    );
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect((reply.json.beside as { collective: string }[]).map(({ collective }) => collective)).toEqual([
      'dispatch',
      'all-reduce',
    ]);
    const large = await ask({
      collective: 'dispatch',
      cluster: 'h800-2048-mpft',
      gpus: 64,
      tokens: 4096,
      beside: { collective: 'all-to-all', bytes: 'lots' },
    });
    expect([large.status, (large.json.issues as { path: string }[]).map(({ path }) => path)]).toEqual([
      422,
      ['/beside/bytes'],
    ]);
  });

  it('answers for flaps as the command does', async () => {
    const reply = await ask({
      collective: 'all-to-all',
      cluster: 'h800-2048-mpft',
      gpus: 32,
      bytes: '1GiB',
      flap: ['node:0/nic:2@0.005+2', 'plane:3@0+0.1'],
      reroute: 0.25,
    });
    const { stdout } = await railyard(
      [
        'network',
        'all-to-all',
        '--cluster',
        'h800-2048-mpft',
        '--gpus',
        '32',
        '--bytes',
        '1GiB',
        '--flap',
        'node:0/nic:2@0.005+2',
        '--flap',
        'plane:3@0+0.1',
        '--reroute',
        '0.25',
        '--json',
      ],
      folder.path,
    );
    expect(reply.json).toEqual(JSON.parse(stdout));
    expect(reply.json.flapped).toMatchObject({
      longestStallUs: expect.closeTo(250_000, 3),
      transfers: 32 * 31,
    });
  });

  it.each(['ecmp', 'static'])(
    'answers for a flap within a collective of 1,024 GPUs (%s)',
    async (routing) => {
      const body = {
        collective: 'all-to-all',
        cluster: 'h800-2048-mrft',
        gpus: 1024,
        bytes: '1GiB',
        routing,
        flap: ['node:0/nic:2@0.001+2'],
      };
      const reply = await ask(body);
      expect(reply.status).toBe(200);
      const { timeUs } = reply.json as { timeUs: number };
      const flapped = reply.json.flapped as Record<string, number>;
      // By that NIC, to and from 127 other nodes: 8 x 127 messages each way.
      expect(flapped).toMatchObject({
        transfers: 1024 * 1023,
        delayed: 2 * 8 * 127,
        longestStallUs: 2_000_000,
      });
      // What was left when the NIC went down takes as long after it is back, now without traffic alongside
      // it.
      const aloneUs = timeUs - (flapped.timeUs! - 2_000_000);
      if (routing === 'static') expect(aloneUs).toBeCloseTo(0, 3);
      else expect(aloneUs).toBeGreaterThan(0);
      const { stdout } = await railyard(
        [
          ...['network', 'all-to-all', '--cluster', body.cluster, '--gpus', '1024', '--bytes', body.bytes],
          ...['--routing', routing, '--flap', ...body.flap, '--json'],
        ],
        folder.path,
      );
      expect(reply.json).toEqual(JSON.parse(stdout));
      const tooLarge = await ask({ ...body, pxn: false });
      expect([tooLarge.status, tooLarge.json.issues]).toEqual([
        422,
        [expect.objectContaining({ path: '/flap', message: expect.stringContaining('1047552 for each of') })],
      ]);
    },
  );

  it('answers for a message sprayed over header values as the command does', async () => {
    const body = {
      collective: 'send-receive',
      cluster: 'h800-2048-mrft',
      gpus: 2048,
      bytes: '64MiB',
      routing: 'ecmp',
    };
    const [kept, sprayed] = [await ask(body), await ask({ ...body, entropies: 64 })];
    const { stdout } = await railyard(
      [
        'network',
        'send-receive',
        '--cluster',
        'h800-2048-mrft',
        '--gpus',
        '2048',
        '--bytes',
        '64MiB',
        '--routing',
        'ecmp',
        '--entropies',
        '64',
        '--json',
      ],
      folder.path,
    );
    expect(sprayed.json).toEqual(JSON.parse(stdout));
    expect(sprayed.json.timeUs as number).toBeLessThan((kept.json.timeUs as number) / 2);
    const adaptive = await ask({ ...body, routing: 'adaptive', entropies: 64 });
    expect([
      adaptive.status,
      (adaptive.json.issues as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`),
    ]).toEqual([422, ['/entropies not-applicable']]);
  });

  it('answers for the low-latency kernels and for an incast as the command does', async () => {
    const small = await ask({
      collective: 'low-latency-dispatch',
      cluster: 'h800-2048-mpft',
      gpus: 256,
      top: 2,
    });
    const { stdout } = await railyard(
      [
        'network',
        'low-latency-dispatch',
        '--cluster',
        'h800-2048-mpft',
        '--gpus',
        '256',
        '--top',
        '2',
        '--json',
      ],
      folder.path,
    );
    expect(small.json).toEqual(JSON.parse(stdout));
    expect([small.status, (small.json.links as unknown[]).length]).toEqual([200, 2]);
    const { rows } = JSON.parse((await railyard(['reproduce', 'figure7', '--json'], folder.path)).stdout) as {
      rows: { name: string; case: string; twin: number }[];
    };
    expect(small.json.timeUs).toBeCloseTo(
      rows.find((row) => row.name === 'low-latency dispatch' && row.case === 'EP256')!.twin,
      9,
    );
    const crowd = await ask({
      collective: 'all-reduce',
      cluster: 'h800-2048-mrft',
      gpus: 64,
      bytes: '64MiB',
      algorithm: 'ring',
      beside: { collective: 'incast', bytes: '1GiB' },
    });
    expect(crowd.json).toMatchObject({
      algorithm: 'ring',
      seed: 0,
      engineVersion: expect.any(String),
      beside: [{ collective: 'all-reduce' }, { collective: 'incast' }],
    });
  });

  it('warns of a fault that carries none of the traffic', async () => {
    const body = {
      collective: 'all-to-all',
      cluster: 'h800-2048-mpft',
      gpus: 16,
      bytes: '1MiB',
      fail: ['leaf:3'],
    };
    const { json } = await ask(body);
    expect(json.warnings).toEqual([
      { code: 'fault-without-traffic', message: expect.stringContaining('nodes 96 to 127') },
    ]);
    const command = [
      'network',
      'all-to-all',
      '--cluster',
      'h800-2048-mpft',
      '--gpus',
      '16',
      '--bytes',
      '1MiB',
      '--fail',
      'leaf:3',
    ];
    expect((await railyard(command, folder.path)).stdout).toMatch(
      /\nWarning: leaf:3 carries none of this traffic.*\.\n/,
    );
    const asJson = await railyard([...command, '--json'], folder.path);
    expect(JSON.parse(asJson.stdout)).toEqual(json);
    expect(asJson.stderr).toMatch(/^railyard: warning: leaf:3 carries none/);
  });

  it('says all that is wrong with a request', async () => {
    const reply = await ask({ collective: 'gossip', cluster: 'nowhere', gpus: 1, bytes: 'lots' });
    expect(reply.status).toBe(422);
    expect(reply.headers.get('content-type')).toMatch(/problem\+json/);
    expect((reply.json.issues as { path: string }[]).map(({ path }) => path)).toEqual([
      '/collective',
      '/gpus',
      '/cluster',
      '/bytes',
    ]);
    const all = Array.from({ length: 8 }, (_, plane) => `plane:${plane}`);
    const cut = await ask({
      collective: 'all-to-all',
      cluster: 'h800-2048-mpft',
      gpus: 16,
      bytes: 1e6,
      fail: all,
    });
    expect([cut.status, (cut.json.issues as { code: string }[])[0]!.code]).toEqual([422, 'disconnected']);
  });

  it('refuses what would take longer than a client waits', async () => {
    const tall = { collective: 'all-to-all', cluster: 'h800-16384-fat-tree', bytes: '1GiB' };
    const reply = await ask({ ...tall, gpus: 16_384 });
    expect([reply.status, (reply.json.issues as { code: string }[])[0]!.code]).toEqual([422, 'too-large']);
    const added = await ask({ ...tall, cluster: 'h800-2048-mrft', gpus: 2048, pxn: false, routing: 'ecmp' });
    expect([added.status, added.json.flows, added.json.exactness]).toEqual([200, 2048 * 2047, 'one-hash']);
    // Few messages, each sprayed over a thousand ways.
    const sprayed = await ask({
      collective: 'send-receive',
      cluster: 'h800-16384-fat-tree',
      gpus: 16_384,
      bytes: '1GB',
      fail: ['core:0'],
    });
    expect([sprayed.status, (sprayed.json.issues as { code: string; hint: string }[])[0]]).toEqual([
      422,
      expect.objectContaining({ path: '/gpus', code: 'too-large', hint: expect.stringContaining('static') }),
    ]);
  });

  it('is described', async () => {
    const { paths, components } = (await call(service.url, '/openapi.json')).json as {
      paths: Record<string, Record<string, object>>;
      components: { schemas: Record<string, object> };
    };
    const bodies = [
      ['/v1/network', 'NetworkRequest'],
      ['/v1/network/cost', 'NetworkCostRequest'],
    ] as const;
    for (const [path, name] of bodies)
      expect(paths[path]!['post']).toMatchObject({
        requestBody: {
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
        },
      });
    expect(components.schemas['NetworkRequest']).toMatchObject({
      required: ['collective', 'cluster', 'gpus'],
      additionalProperties: false,
    });
  });
});

describe('POST /v1/network/cost', () => {
  const cost = (body: unknown) => call(service.url, '/v1/network/cost', { body });
  const prices = join(ROOT, 'examples/prices.yaml');

  it('answers as the command does, here and by the service', async () => {
    const reply = await cost({
      cluster: 'h800-2048-mpft',
      prices: parseYaml(readFileSync(prices, 'utf8')) as object,
    });
    expect([reply.status, reply.json.costUSD]).toEqual([200, 96 * 30_000 + 2048 * 2_100]);
    const command = ['network', 'cost', '--cluster', 'h800-2048-mpft', '--prices', prices, '--json'];
    for (const where of [['--local'], ['--server', service.url]])
      expect(JSON.parse((await railyard([...command, ...where], folder.path)).stdout)).toEqual(reply.json);
  });

  it('says all that is wrong', async () => {
    const reply = await cost({ cluster: 'nowhere', prices: { switch: { usd: 'much' } } });
    expect([reply.status, (reply.json.issues as { path: string }[]).map(({ path }) => path)]).toEqual([
      422,
      ['/cluster', '/prices/switch/usd'],
    ]);
  });
});

describe('railyard network', () => {
  it('prints tables, and issues with exit 2', async () => {
    const shown = await railyard(
      ['network', 'dispatch', '--cluster', 'h800-2048-mpft', '--gpus', '64', '--tokens', '4096'],
      folder.path,
    );
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('busbw (GB/s)');
    expect(shown.stdout).toContain('node:0/nic:0>plane:0/leaf:0');
    const refused = await railyard(
      [
        'network',
        'all-to-all',
        '--cluster',
        'h800-2048-mrft',
        '--gpus',
        '64',
        '--bytes',
        '1GiB',
        '--routing',
        'magic',
        '--fail',
        'leaf:999',
      ],
      folder.path,
    );
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/\/routing: routing must be one of 3 allowed values/);
    expect(refused.stderr).toMatch(/\/fail\/0: A fault must name a part of this cluster/);
  });

  it('calls a single fabric no plane, and shows as many links as are asked for', async () => {
    const args = [
      'network',
      'all-reduce',
      '--cluster',
      'h800-2048-mrft',
      '--gpus',
      '16',
      '--bytes',
      '1MiB',
      '--top',
      '3',
    ];
    const { stdout } = await railyard(args, folder.path);
    expect(stdout).toMatch(/^single fabric\s/m);
    expect((await railyard([...args, '-o', 'csv'], folder.path)).stdout).toMatch(/^single fabric,/m);
    expect(stdout).not.toMatch(/^\s*-1\s/m);
    expect(stdout.slice(stdout.indexOf('busiest links')).match(/>/g)).toHaveLength(3);
    expect(stdout).toMatch(/algorithm\n.*(ring|tree)\n/);
  });

  it.each([
    ['no such preset', 'nope', 4, /no file and no cluster preset `nope`.*h800-2048-mpft/],
    ['no such file', '/nope.yaml', 4, /no file and no cluster preset `\/nope\.yaml`.*h800-2048-mpft/],
    ['a folder', '.', 2, /must be a file \(got a directory\)/],
  ])('says that there is %s, by its exit code too', async (_what, cluster, exit, words) => {
    for (const command of [
      ['network', 'all-to-all', '--gpus', '8', '--bytes', '1MiB'],
      ['network', 'cost'],
    ]) {
      const outcome = await railyard([...command, '--cluster', cluster, '--json'], folder.path);
      expect([outcome.code, JSON.parse(outcome.stdout)]).toEqual([
        exit,
        {
          error: { code: expect.any(String), message: expect.any(String), hint: expect.stringMatching(/./) },
        },
      ]);
      expect(outcome.stderr).toMatch(words);
    }
  });

  it('counts a Slim Fly that cannot be built', async () => {
    const cluster = join(folder.path, 'slim-fly.yaml');
    writeFileSync(
      cluster,
      'apiVersion: railyard/v1\nkind: Cluster\npreset: h800-2048-mpft\nnodes: 4116\npxn: ' +
        'false\ntopology: { kind: slim-fly, q: 28, endpointsPerSwitch: 21, switchPorts: 64 }\n',
    );
    const counted = await railyard(['network', 'cost', '--cluster', cluster], folder.path);
    expect(counted.code).toBe(0);
    expect(counted.stdout).toMatch(/32928\s+1568\s+32928/);
    expect(counted.stdout).toMatch(/Warning: No such graph/);
    const simulated = await railyard(
      ['network', 'all-to-all', '--cluster', cluster, '--gpus', '8', '--bytes', '1MiB'],
      folder.path,
    );
    expect([simulated.code, simulated.stderr]).toEqual([
      2,
      expect.stringContaining('`railyard network cost`'),
    ]);
  });

  it("has prices of one's own in table 3", async () => {
    const outcome = await railyard(
      ['reproduce', 'table3', '--prices', join(ROOT, 'examples/prices.yaml'), '--json'],
      folder.path,
    );
    const { rows, withinTolerance } = JSON.parse(outcome.stdout) as {
      rows: { name: string; kind: string }[];
      withinTolerance: boolean;
    };
    expect([
      outcome.code,
      withinTolerance,
      new Set(rows.filter(({ name }) => name.startsWith('cost')).map(({ kind }) => kind)),
    ]).toEqual([0, true, new Set(['own-prices'])]);
    expect((await railyard(['reproduce', 'table4', '--prices', 'prices.yaml'], folder.path)).code).toBe(2);
    expect((await railyard(['reproduce', 'table3', '--prices', 'none.yaml'], folder.path)).code).toBe(4);
    expect(
      (
        await railyard(
          ['reproduce', 'table3', '--prices', join(ROOT, 'examples/own-cluster.yaml')],
          folder.path,
        )
      ).stderr,
    ).toMatch(/\/kind/);
  });
});

describe('POST /v1/network/traffic', () => {
  const cluster = 'h800-2048-mrft';
  const text = 'from,to,bytes,job,start_us\n0,512,1e8,a,0\n8,512,1e8,b,0\n1,9,1e8,b,50\n';
  const file = { name: 'messages.csv', text };
  const traffic = (body: unknown) => call(service.url, '/v1/network/traffic', { body });

  it('answers as the command does, here and by the service', async () => {
    const name = join(folder.path, file.name);
    writeFileSync(name, text);
    const words = ['network', 'traffic', name, '--cluster', cluster, '--routing', 'static', '--top', '3'];
    const here = await railyard([...words, '--json'], folder.path);
    const there = await railyard([...words, '--json', '--server', service.url], folder.path);
    const reply = await traffic({ cluster, file, routing: 'static', top: 3 });
    expect([reply.status, here.code, there.code]).toEqual([200, 0, 0]);
    expect(reply.json).toEqual(JSON.parse(here.stdout));
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
    expect(reply.json).toMatchObject({
      jobs: [
        { job: 'a', messages: 1, slowdown: expect.closeTo(2, 1) },
        { job: 'b', messages: 2 },
      ],
    });
    expect(reply.json.links).toHaveLength(3);
  });

  it.each([
    [{}, ['/cluster wrong-type', '/file wrong-type']],
    [{ cluster: 'nope', file }, ['/cluster unknown-preset']],
    [{ cluster: { preset: cluster, nodes: 0 }, file }, ['/cluster/nodes too-small']],
    [{ cluster, file: { name: 'x' } }, ['/file wrong-type']],
    [{ cluster, file: { ...file, text: 'from,to,bytes\n0,9999,1' } }, ['/file/text wrong-type']],
    [{ cluster, file, routing: 'random' }, ['/routing unknown-choice']],
    [{ cluster, file, top: 0 }, ['/top out-of-range']],
    [{ cluster, file, colour: 1 }, ['/colour unknown-key']],
  ])('%j is refused', async (body, places) => {
    const reply = await traffic(body);
    const issues = reply.json.issues as { path: string; code: string }[];
    expect([reply.status, issues.map(({ path, code }) => `${path} ${code}`)]).toEqual([422, places]);
  });
});

/** What a bug in the engine does, whatever the request: it is reported as a bug, never as an issue. */
describe('a router that breaks an invariant', () => {
  const settings = { NODE_OPTIONS: `--import=${join(ROOT, 'test/support/broken-router.mjs')}` };
  const cut = {
    collective: 'all-to-all',
    cluster: 'h800-2048-mpft',
    gpus: 16,
    bytes: 1e6,
    fail: ['plane:0'],
  };

  it('is an internal error of the service', async () => {
    const broken = await start('api', {
      RAILYARD_DATABASE: join(folder.path, 'broken.db'),
      RAILYARD_THREADS: 1,
      ...settings,
    });
    const { status, json } = await call(broken.url, '/v1/network', { body: cut });
    await broken.end('SIGTERM');
    expect([status, json.title, json.issues]).toEqual([500, 'Internal error', []]);
    expect(broken.log()).toContain('an invariant that a test breaks');
  });

  it('is an unexpected error of the command', async () => {
    const line = 'network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1MB --fail plane:0 --json';
    const { code, stdout, stderr } = await railyard(line.split(' '), folder.path, settings, UNBUNDLED);
    expect([code, (JSON.parse(stdout) as { error: { code: string } }).error.code]).toEqual([1, 'unexpected']);
    expect(stderr).toContain('This is a bug of Railyard');
  });
});
