/** RELIABILITY S2, S3, S5 and S9: what is too large, bent or crafted is refused at once, and says where. */
import { get } from 'node:http';
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { say } from '../support/figures.js';
import { FAKE_WORKER, temporaryFolder } from '../support/harness.js';
import { type Reply, call as callAt } from '../support/http.js';
import { experimentOf } from '../support/reliability.js';
import { type Route, leavesOf, pointerOf, replaced, routesOf, withParameter } from '../support/routes.js';

const folder = temporaryFolder();
let server: RunningServer;
let document: object;
let routes: Route[];

const call = (path: string, options?: Parameters<typeof callAt>[2]): Promise<Reply> =>
  callAt(server.url, path, options);
/** What came back in place of one of the answers that may; null when it is one of them. */
const unless = (statuses: readonly number[], { status, text }: Reply): string | null =>
  statuses.includes(status) ? null : `${status} ${text.slice(0, 300)}`;
const pathsOf = ({ json }: Reply): string[] =>
  ((json.issues ?? []) as { path: string }[]).map(({ path }) => path);

beforeAll(async () => {
  server = await startServer({
    port: 0,
    databaseFile: join(folder.path, 'input.db'),
    workerFile: FAKE_WORKER,
    threads: 1,
    logLevel: 'silent',
    requestsPerMinute: 10_000_000,
    graceS: 0,
  });
  document = (
    await call('/v1/experiments?dryRun=true', {
      body: {
        ...experimentOf(1),
        replay: { faults: { preset: 'llama3-h100' }, horizon: { kind: 'wall', days: 30 } },
      },
    })
  ).json.document as object;
  routes = await routesOf(server.url);
});

afterAll(async () => {
  // None of it was added.
  expect((await call('/v1/runs')).json.items).toEqual([]);
  await server.close();
  folder.remove();
});

describe('S2: what is too large', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const sweep = (more: object): object => ({
    apiVersion: 'railyard/v1',
    kind: 'Sweep',
    name: 's',
    preset: 'deepseek-v3-mpft',
    parameters: {},
    ...more,
  });
  const many = Array.from({ length: 150_000 }, (_, index) => index);
  const cases: readonly (readonly [string, string, () => unknown])[] = [
    ['a body of 2 MB', '/v1/experiments', () => JSON.stringify({ name: 'x'.repeat(2_000_000) })],
    ['nesting of 34 levels', '/v1/experiments', () => deep(34)],
    ['nesting of 200,000 levels', '/v1/sweeps', () => deep(200_000)],
    [
      'a name of 100,000 characters',
      '/v1/experiments',
      () => ({ ...experimentOf(1), name: 'x'.repeat(100_000) }),
    ],
    ['a list of 150,000 numbers', '/v1/experiments', () => ({ ...experimentOf(1), seed: many })],
    [
      '70,000 unknown keys',
      '/v1/experiments',
      () => ({
        ...experimentOf(1),
        ...Object.fromEntries(many.slice(0, 70_000).map((index) => [`key${index}`, 1])),
      }),
    ],
    ['300,000 numbers that are none', '/v1/experiments', () => `[${'-0,'.repeat(300_000)}-0]`],
    [
      'a cluster of 1e6 nodes',
      '/v1/experiments',
      () => ({ ...experimentOf(1), cluster: { preset: 'h800-2048-mpft', nodes: 1_000_000 } }),
    ],
    [
      'a cluster of 2^53 - 1 nodes',
      '/v1/clusters',
      () => ({
        name: 'x',
        document: {
          apiVersion: 'railyard/v1',
          kind: 'Cluster',
          preset: 'h800-2048-mpft',
          nodes: Number.MAX_SAFE_INTEGER,
        },
      }),
    ],
    [
      'a step of 1e9 sequences',
      '/v1/experiments',
      () => ({
        ...experimentOf(1),
        workload: { preset: 'deepseek-v3', batch: { globalSequences: 1_024_000_000 } },
      }),
    ],
    [
      'a model of 1e6 layers',
      '/v1/experiments',
      () => ({ ...experimentOf(1), workload: { preset: 'deepseek-v3', model: { layers: 1_000_000 } } }),
    ],
    [
      'a replay of 1e9 replicas',
      '/v1/experiments',
      () => ({
        ...experimentOf(1),
        replay: {
          faults: { preset: 'llama3-h100' },
          horizon: { kind: 'wall', days: 3650 },
          replicas: 1_000_000_000,
        },
      }),
    ],
    [
      'GPUs x days x replicas',
      '/v1/experiments',
      () => ({
        ...experimentOf(1),
        replay: {
          faults: { preset: 'llama3-h100' },
          horizon: { kind: 'wall', days: 3650 },
          replicas: 1_000_000,
        },
      }),
    ],
    [
      'a sweep of 1e9 points',
      '/v1/sweeps',
      () => sweep({ parameters: { seed: { min: 1, max: 1_000_000_000, steps: 1_000_000_000 } } }),
    ],
    [
      'a product of 1e12 points',
      '/v1/sweeps',
      () =>
        sweep({
          parameters: {
            seed: { min: 1, max: 1_000_000, steps: 1_000_000 },
            'workload.parallelism.pipeline': { min: 1, max: 1_000_000, steps: 1_000_000 },
          },
        }),
    ],
    ['a sweep whose limit is 1e9', '/v1/sweeps', () => sweep({ limits: { runs: 1_000_000_000 } })],
    [
      'a collective of 131,072 GPUs',
      '/v1/network',
      () => ({ collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 131_072, bytes: '1GiB' }),
    ],
    [
      '60,000 parts that fail',
      '/v1/network',
      () => ({
        collective: 'all-to-all',
        cluster: 'h800-2048-mpft',
        gpus: 16,
        bytes: 1e6,
        fail: many.slice(0, 60_000).map((index) => `leaf:${index % 60}`),
      }),
    ],
    [
      'the cost of 1e9 cables',
      '/v1/network/cost',
      () => ({
        cluster: {
          preset: 'h800-2048-mpft',
          pxn: false,
          topology: { kind: 'dragonfly', p: 1, a: 512, h: 500, g: 4096, switchPorts: 1024 },
        },
      }),
    ],
  ];

  let refused = 0;
  let slowestMs = 0;
  afterAll(() => say('S2', { refused, slowestMs: Math.round(slowestMs) }));

  it('a mapping may have 256 keys, wherever it stands, and text may look like many', async () => {
    const mapping = (keys: number): object =>
      Object.fromEntries(many.slice(0, keys).map((index) => [`key${index}`, { of: [index, '{,,,,}'] }]));
    for (const inside of [(value: object) => value, (value: object) => [1, [value]]]) {
      expect((await call('/v1/experiments', { body: inside(mapping(256)) })).status).toBe(422);
      expect((await call('/v1/experiments', { body: inside(mapping(257)) })).status).toBe(400);
    }
    expect(
      (await call('/v1/experiments', { body: { ...experimentOf(1), seed: `{"${',"'.repeat(4000)}` } }))
        .status,
    ).toBe(422);
  });

  // How soon is measured by `npm run bench -- service`.
  it.each(cases)('%s is refused before anything is queued', async (_, path, bodyOf) => {
    const body = bodyOf();
    const startedMs = performance.now();
    const reply = await call(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    expect(unless([400, 413, 422], reply)).toBeNull();
    expect(reply.text.length).toBeLessThan(20_000);
    refused += 1;
  });
});

describe('S3: numbers that are none', () => {
  const NUMBERS = [
    ['1e999', 400],
    ['-1e999', 400],
    ['-0', 400],
    ['5e-324', 400],
    ['1e308', 400],
    ['9007199254740993', 400],
    ['-1', 422],
  ] as const;

  it('are refused wherever a number stands, with its name', async () => {
    const leaves = leavesOf(document, 'number');
    let sent = 0;
    for (const [index, leaf] of leaves.entries()) {
      // Three of them in each field, each in three of seven.
      for (const [number, status] of [0, 2, 4].map((step) =>
        elementAt(NUMBERS, (index + step) % NUMBERS.length),
      )) {
        sent += 1;
        const body = JSON.stringify(replaced(document, leaf, '@')).replace('"@"', number);
        const reply = await call('/v1/experiments', { method: 'POST', body });
        expect([pointerOf(leaf), number, reply.status, pathsOf(reply)]).toEqual([
          pointerOf(leaf),
          number,
          status,
          expect.arrayContaining([expect.stringContaining(pointerOf(leaf).split('/').slice(0, 3).join('/'))]),
        ]);
      }
    }
    say('S3', { fields: leaves.length, sent });
    expect(leaves.length).toBeGreaterThan(50);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '01', '+1', '.5', '0x10', '1_000'])(
    '%s is no JSON',
    async (number) => {
      expect(
        (
          await call('/v1/experiments', {
            method: 'POST',
            body: JSON.stringify({ ...experimentOf(1), seed: '@' }).replace('"@"', number),
          })
        ).status,
      ).toBe(400);
    },
  );
});

/** Of the path exactly as it is written. */
function statusOf(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

/**
 * The ways into MLflow's files (CVE-2023-1177, -2356, -2780, -6730, CVE-2024-1560, CVE-2026-2614) and their
 * relatives.
 */
const TRAVERSALS = [
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '%252e%252e%252fetc%252fpasswd',
  '%25252e%25252e%25252f',
  '..%5c..%5cwindows%5cwin.ini',
  '....%2f%2f....%2f%2fetc%2fpasswd',
  '..%c0%afetc%c0%afpasswd',
  '%c0%ae%c0%ae%c0%af',
  '..;%2fetc%2fpasswd',
  '%2fetc%2fpasswd',
  'file:%2f%2f%2fetc%2fpasswd',
  'file:%2f%2flocalhost%2fetc%2fpasswd',
  'http:%23%2f..%2f..%2fetc%2fpasswd',
  'C:%5cwindows%5cwin.ini',
  '%5c%5chost%5cshare',
  'run-%00',
  'x%00.json',
  '%ef%bc%8e%ef%bc%8e%ef%bc%8f',
  '~root',
  '$HOME',
  '%7b%7b7*7%7d%7d',
  '.git%2fconfig',
];

it('S5: no id and no name reaches a file', async () => {
  let sent = 0;
  // As they stand: a client that follows the rules of addresses would resolve them.
  for (const path of [
    '/v1/runs/..',
    '/v1/runs/%2e%2e',
    '/v1/../../../etc/passwd',
    '/../etc/passwd',
    '//etc/passwd',
    '/v1/clusters/../../yard.db',
    '/docs/../../package.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/docs/%00',
  ]) {
    sent += 1;
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  }
  for (const route of routes.filter(({ path }) => path.includes('{'))) {
    for (const traversal of TRAVERSALS) {
      sent += 1;
      const body =
        route.method === 'PUT' || route.method === 'POST'
          ? { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' }
          : undefined;
      const reply = await call(withParameter(route, traversal), {
        method: route.method,
        body,
        headers: { 'if-match': '"x"' },
      });
      expect([route, traversal, unless([400, 404, 422], reply)]).toEqual([route, traversal, null]);
      expect(reply.text).not.toMatch(/root:|\[boot|\[fonts\]|SQLite format/);
    }
  }
  for (const traversal of TRAVERSALS.map((text) => decodeURIComponentSafely(text))) {
    for (const [path, body] of [
      [
        '/v1/clusters',
        {
          name: traversal,
          document: { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft' },
        },
      ],
      ['/v1/experiments', { ...experimentOf(1), cluster: { preset: traversal } }],
      ['/v1/experiments', { ...experimentOf(1), workload: { definition: traversal } }],
    ] as const) {
      sent += 1;
      expect((await call(path, { body })).status).toBe(traversal.includes('\u0000') ? 400 : 422);
    }
  }
  say('S5', { routes: routes.filter(({ path }) => path.includes('{')).length, sent });
});

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const INJECTIONS = [
  `' OR '1'='1`,
  `'; DROP TABLE "run"; --`,
  `" OR ""="`,
  '1; DELETE FROM run',
  '1 UNION SELECT hash FROM api_key',
  `createdAt' --`,
  'createdAt DESC, (SELECT 1)',
  '(CASE WHEN 1=1 THEN id END)',
  '%',
  '_',
  '\\',
  'x" ASC NULLS LAST',
];

it('S9: filters, orders and cursors take what is on their lists and nothing else', async () => {
  const made = await call('/v1/workloads', {
    body: { name: 'kept', document: { apiVersion: 'railyard/v1', kind: 'Workload', preset: 'deepseek-v3' } },
  });
  expect(made.status).toBe(201);
  const listed: Readonly<Record<string, readonly string[]>> = {
    '/v1/runs': ['sort', 'state', 'cursor', 'limit'],
    '/v1/sweeps': ['cursor', 'limit'],
    '/v1/workloads': ['cursor', 'limit'],
    '/v1/workloads/kept': ['version'],
    '/v1/presets': ['kind'],
    '/v1/compare': ['baseline', 'format', 'diff'],
  };
  let sent = 0;
  for (const [path, names] of Object.entries(listed)) {
    for (const name of names) {
      for (const injection of INJECTIONS) {
        sent += 1;
        const reply = await call(`${path}?${name}=${encodeURIComponent(injection)}`);
        expect([path, name, injection, reply.status, pathsOf(reply)]).toEqual([
          path,
          name,
          injection,
          400,
          expect.arrayContaining([`/query/${name}`]),
        ]);
      }
    }
  }
  // Text that is looked for is looked for as it stands.
  for (const name of ['name', 'experimentId']) {
    for (const injection of INJECTIONS) {
      sent += 1;
      const reply = await call(`/v1/runs?${name}=${encodeURIComponent(injection)}`);
      expect([name, injection, unless([200, 400], reply), reply.json.items ?? []]).toEqual([
        name,
        injection,
        null,
        [],
      ]);
    }
  }
  say('S9', { sent });
  expect(((await call('/v1/workloads')).json.items as { name: string }[]).map(({ name }) => name)).toEqual([
    'kept',
  ]);
});
