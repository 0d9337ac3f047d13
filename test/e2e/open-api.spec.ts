/**
 * The description of the interface is held to the service: every described answer is asked for and checked
 * against its schema, without a key too many.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { TAR_END, tarHeader, tarPadding } from '@railyard/profile';
import { DescribedService, type Operation, type Plain } from '../support/described-service.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { type CallOptions, type Reply, call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

const folder = temporaryFolder();
let service: Started;
let described: DescribedService;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'described.db'), RAILYARD_THREADS: 2 });
  described = await DescribedService.at(service.url);
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const asDescribed = (route: string, path: string, options?: CallOptions): Promise<Reply> =>
  described.ask(route, path, options);

const small = (name: string, more: Plain = {}): Plain => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name,
  cluster: { preset: 'h800-2048-mpft', nodes: 2 },
  workload: { preset: 'llama3-8b' },
  ...more,
});

async function ended(address: string): Promise<void> {
  await waitUntil(
    async () => (await call(service.url, address)).json.finishedAt !== null,
    `${address} ended`,
    60_000,
  );
}

async function ran(name: string, more?: Plain): Promise<string> {
  const reply = await asDescribed('POST /v1/experiments', '/v1/experiments', { body: small(name, more) });
  const id = String(reply.json.id);
  await ended(`/v1/runs/${id}`);
  return id;
}

describe('the answers', () => {
  it('of the catalog, the probes and the network', async () => {
    await asDescribed('GET /v1/presets', '/v1/presets');
    await asDescribed('GET /v1/presets/{kind}/{name}', '/v1/presets/cluster/h800-2048-mpft');
    await asDescribed('GET /v1/schemas/{kind}', '/v1/schemas/sweep');
    await asDescribed('GET /health/live', '/health/live');
    await asDescribed('GET /health/ready', '/health/ready');
    await asDescribed('GET /metrics', '/metrics');
    await asDescribed('POST /v1/network', '/v1/network', {
      body: { collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 16, bytes: '1MiB' },
    });
    await asDescribed('POST /v1/network', '/v1/network', { body: { collective: 'gossip' } });
    await asDescribed('POST /v1/network', '/v1/network', {
      body: {
        collective: 'all-reduce',
        cluster: 'h800-2048-mpft',
        gpus: 16,
        bytes: '1MiB',
        fail: ['leaf:3'],
        beside: { collective: 'incast', bytes: '1MiB' },
      },
    });
    await asDescribed('POST /v1/network/cost', '/v1/network/cost', { body: { cluster: 'h800-2048-mpft' } });
    await asDescribed('POST /v1/network/cost', '/v1/network/cost', { body: { cluster: 1 } });
    await asDescribed('POST /v1/network/compare', '/v1/network/compare', {
      body: { clusters: ['h800-2048-mpft', 'h800-2048-mrft'] },
    });
    await asDescribed('POST /v1/network/compare', '/v1/network/compare', { body: { clusters: [1, 2] } });
    await asDescribed('POST /v1/network/jobs', '/v1/network/jobs', {
      body: {
        cluster: 'h200-256',
        workloads: ['llama3-8b', 'llama3-8b'],
        nodes: [8, 8],
        allocation: 'spread',
      },
    });
    await asDescribed('POST /v1/network/jobs', '/v1/network/jobs', { body: { cluster: 1, workloads: [] } });
    await asDescribed('POST /v1/network/traffic', '/v1/network/traffic', {
      body: { cluster: 'h800-2048-mpft', file: { name: 'm.csv', text: 'from,to,bytes\n0,8,1e6' } },
    });
    await asDescribed('POST /v1/network/traffic', '/v1/network/traffic', { body: { cluster: 1 } });
    await asDescribed('POST /v1/topology', '/v1/topology', {
      body: { files: [{ name: 'topology.conf', text: 'SwitchName=s0 Nodes=n[0-3]' }] },
    });
    await asDescribed('POST /v1/topology', '/v1/topology', { body: { files: [] } });
    for (const microBatches of [8, 2])
      await asDescribed('POST /v1/schedules', '/v1/schedules', {
        body: { name: 'zb1p', ranks: 4, microBatches },
      });
    await asDescribed('POST /v1/schedules', '/v1/schedules', { body: { name: 'gossip' } });
    for (const workload of ['deepseek-v3', 'llama3-8b', 'gossip'])
      await asDescribed('POST /v1/layers', '/v1/layers', { body: { workload, device: 'h800' } });
    const pool = { gpus: 8, tensor: 8 };
    for (const decode of [
      { ...pool, batch: 4 },
      { ...pool, tensor: 5 },
    ])
      await asDescribed('POST /v1/serving', '/v1/serving', {
        body: {
          apiVersion: 'railyard/v1',
          kind: 'Serving',
          cluster: { preset: 'h200-8' },
          model: { preset: 'llama3-70b' },
          prefill: pool,
          decode,
        },
      });
  });

  it('of definitions', async () => {
    for (const [kind, preset] of [
      ['cluster', 'h800-2048-mpft'],
      ['workload', 'deepseek-v3'],
    ] as const) {
      const document = {
        apiVersion: 'railyard/v1',
        kind: kind === 'cluster' ? 'Cluster' : 'Workload',
        preset,
      };
      const stored = await asDescribed(`POST /v1/${kind}s`, `/v1/${kind}s`, {
        body: { name: 'mine', document },
      });
      await asDescribed(`GET /v1/${kind}s`, `/v1/${kind}s`);
      await asDescribed(`GET /v1/${kind}s/{name}`, `/v1/${kind}s/mine`);
      await asDescribed(`PUT /v1/${kind}s/{name}`, `/v1/${kind}s/mine`, {
        body: document,
        headers: { 'if-match': String(stored.headers.get('etag')) },
      });
      await asDescribed(`DELETE /v1/${kind}s/{name}`, `/v1/${kind}s/mine`);
    }
  });

  it('of experiments and runs', async () => {
    await asDescribed('POST /v1/experiments', '/v1/experiments?dryRun=true', { body: small('a') });
    const [a, b] = [
      await ran('a'),
      await ran('b', { seed: 2, replay: { replicas: 2, horizon: { kind: 'wall', days: 1 } } }),
    ];
    const again = await asDescribed('POST /v1/experiments', '/v1/experiments', { body: small('a') });
    expect(again.status).toBe(200);
    await asDescribed('GET /v1/experiments/{id}', `/v1/experiments/${String(again.json.experimentId)}`);
    for (const id of [a, b]) await asDescribed('GET /v1/runs/{id}', `/v1/runs/${id}`);
    await asDescribed('GET /v1/runs/{id}/result', `/v1/runs/${b}/result`);
    await asDescribed('GET /v1/runs/{id}/trace', `/v1/runs/${a}/trace?ranks=0&steps=2`);
    for (const format of ['html', 'md', 'csv', 'svg', 'pdf'])
      await asDescribed('GET /v1/runs/{id}/report', `/v1/runs/${b}/report?format=${format}`);
    await asDescribed('GET /v1/runs/{id}/events', `/v1/runs/${a}/events`);
    await asDescribed('GET /v1/runs/{id}/events', `/v1/runs/${a}/events`, {
      headers: { 'last-event-id': '999' },
    });
    await asDescribed('GET /v1/runs/{id}/history', `/v1/runs/${b}/history`);
    await asDescribed('GET /v1/runs', '/v1/runs?sort=-mfuCausal');
    await asDescribed('GET /v1/compare', `/v1/compare?runs=${a},${b}`);
    await asDescribed('GET /v1/compare', `/v1/compare?runs=${a},${b}&format=csv`);
    await asDescribed('POST /v1/runs/{id}/retry', `/v1/runs/${a}/retry`);
    const long = await asDescribed('POST /v1/experiments', '/v1/experiments', {
      body: small('long', { replay: { replicas: 20_000 } }),
    });
    await asDescribed('POST /v1/runs/{id}/cancel', `/v1/runs/${String(long.json.id)}/cancel`);
    await asDescribed('GET /v1/runs/{id}', `/v1/runs/${String(long.json.id)}`);
    const retried = await asDescribed('POST /v1/runs/{id}/retry', `/v1/runs/${String(long.json.id)}/retry`);
    await asDescribed('POST /v1/runs/{id}/cancel', `/v1/runs/${String(retried.json.id)}/cancel`);
    await asDescribed('GET /v1/runs/summary', '/v1/runs/summary');
    await asDescribed('DELETE /v1/runs/{id}', `/v1/runs/${String(retried.json.id)}`);
    await asDescribed('DELETE /v1/runs/{id}', `/v1/runs/${String(retried.json.id)}`);
  });

  it('of sweeps', async () => {
    const { name: _, kind: _kind, ...base } = small('');
    const sweep = {
      ...base,
      kind: 'Sweep',
      parameters: { 'workload.parallelism.tensor': { values: [1, 2, 3] } },
    };
    await asDescribed('POST /v1/sweeps', '/v1/sweeps?dryRun=true', { body: sweep });
    const accepted = await asDescribed('POST /v1/sweeps', '/v1/sweeps', { body: sweep });
    const address = `/v1/sweeps/${String(accepted.json.id)}`;
    await waitUntil(
      async () => !['expanding', 'running'].includes(String((await call(service.url, address)).json.state)),
      'the sweep ended',
      60_000,
    );
    expect((await asDescribed('POST /v1/sweeps', '/v1/sweeps', { body: sweep })).status).toBe(200);
    const read = await asDescribed('GET /v1/sweeps/{id}', address);
    expect((read.json.best as unknown[]).length).toBeGreaterThan(0);
    await asDescribed('GET /v1/sweeps/{id}/runs', `${address}/runs?limit=1`);
    await asDescribed('GET /v1/sweeps', '/v1/sweeps');
    await asDescribed('POST /v1/sweeps/{id}/cancel', `${address}/cancel`);
    await asDescribed('POST /v1/sweeps/{id}/retry-failed', `${address}/retry-failed`);
    for (const format of ['html', 'md', 'csv', 'svg', 'pdf'])
      await asDescribed('GET /v1/sweeps/{id}/report', `${address}/report?format=${format}`);
    await asDescribed('GET /v1/sweeps/{id}/document', `${address}/document`);
    const { text } = await asDescribed('GET /v1/sweeps/{id}/events', `${address}/events`);
    const last = /^id: (.*)$/m.exec(text)?.[1] ?? '';
    await asDescribed('GET /v1/sweeps/{id}/events', `${address}/events`, {
      headers: { 'last-event-id': last },
    });
    await asDescribed('DELETE /v1/sweeps/{id}', address);
  });

  it('of reports', async () => {
    const first = 'POST /v1/reproductions/{artifact}';
    expect((await asDescribed(first, '/v1/reproductions/table4')).status).toBe(202);
    const file = 'GET /v1/reproductions/{artifact}/report';
    await asDescribed(file, '/v1/reproductions/figure6/report?format=pdf');
    expect((await asDescribed(file, '/v1/reproductions/table4/report')).status).toBe(404);
    const asked = await asDescribed('POST /v1/reports/table4', '/v1/reports/table4');
    for (const { id } of asked.json.runs as readonly { readonly id: string }[]) await ended(`/v1/runs/${id}`);
    await asDescribed('GET /v1/reports/table4', '/v1/reports/table4');
    await asDescribed('GET /v1/reports/table4', '/v1/reports/table4?format=html');
    expect((await asDescribed('POST /v1/reports/table4', '/v1/reports/table4')).status).toBe(200);
  });

  it('of views', async () => {
    const body = { screen: 'cluster', state: 'nodes=4' };
    const kept = await asDescribed('PUT /v1/views/{name}', '/v1/views/mine', { body });
    await asDescribed('PUT /v1/views/{name}', '/v1/views/mine', {
      body,
      headers: { 'if-match': String(kept.headers.get('etag')) },
    });
    await asDescribed('GET /v1/views', '/v1/views');
    await asDescribed('GET /v1/views/{name}', '/v1/views/mine');
    await asDescribed('DELETE /v1/views/{name}', '/v1/views/mine');
  });

  it('of profiles', async () => {
    const trace = readFileSync(
      join(import.meta.dirname, '../../libs/profile/src/fixture/two-layers.trace.json'),
      'utf8',
    );
    const sent = (query: string, body: string, type = 'application/octet-stream') =>
      asDescribed('POST /v1/profiles', `/v1/profiles${query}`, {
        body,
        headers: { 'content-type': type },
      });
    expect((await sent('', trace)).status).toBe(200);
    const executed = await sent('?retarget=h200&nicGBps=25.5&workload=true', trace);
    expect(Object.keys(executed.json)).toEqual(expect.arrayContaining(['retargeted', 'workload']));
    expect((await sent('', '{}')).status).toBe(422);
    expect((await sent('?nicGBps=1e3', trace)).status).toBe(400);
    expect((await sent('', '{}', 'application/json')).status).toBe(415);
    expect((await asDescribed('POST /v1/profiles', '/v1/profiles')).status).toBe(415);
    const elsewhere = await asDescribed('POST /v1/schedules', '/v1/schedules', {
      body: 'x',
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(elsewhere.status).toBe(415);
  });

  it('of several profiles', async () => {
    const rank = (at: number) =>
      readFileSync(join(import.meta.dirname, `../data/traces/hta-sampled-rank-${at}.json.gz`));
    const archive = (...members: readonly (readonly [string, Uint8Array])[]) =>
      Buffer.concat([
        ...members.flatMap(([name, bytes]) => [
          tarHeader(name, bytes.length),
          bytes,
          tarPadding(bytes.length),
        ]),
        TAR_END,
      ]);
    const sent = (route: string, body: Uint8Array, query = '', headers = {}) =>
      asDescribed(`POST /v1/profiles/${route}`, `/v1/profiles/${route}${query}`, {
        body,
        headers: { 'content-type': 'application/octet-stream', ...headers },
      });
    const both = archive(['rank-0.json.gz', rank(0)], ['rank-1.json.gz', rank(1)]);
    const ranks = await sent('ranks', both);
    expect(ranks.status).toBe(200);
    expect(ranks.json).toMatchObject({
      matched: 5,
      straggler: 1,
      ranks: [{ source: 'rank-0.json.gz' }, { lastToCome: 4 }],
    });
    const packed = await sent('ranks', gzipSync(both), '', { 'content-encoding': 'gzip' });
    expect(packed.json).toEqual(ranks.json);
    const difference = await sent('difference', both);
    expect(difference.json).toMatchObject({ stepsBefore: 2, stepsAfter: 2 });
    const twin = await sent('difference', archive(['a.json.gz', rank(0)]), '?against=deepseek-v3-mpft');
    expect(twin.status).toBe(200);
    expect(Object.keys(twin.json)).toEqual(Object.keys(difference.json));
    const refused = async (...asked: Parameters<typeof sent>) => {
      const { status, json } = await sent(...asked);
      return [status, (json as { issues?: { path: string; message: string }[] }).issues?.[0]];
    };
    expect(await refused('difference', archive(['a.json.gz', rank(0)]))).toMatchObject([
      422,
      { message: 'A difference must have two sides (got fewer).' },
    ]);
    expect(await refused('difference', both, '?against=deepseek-v3-mpft')).toMatchObject([
      422,
      { message: 'A difference must have two sides (got more).' },
    ]);
    expect(await refused('difference', both, '?against=none')).toMatchObject([
      422,
      { message: 'against must be an experiment preset (got none).' },
    ]);
    expect(await refused('ranks', archive(['notes.txt', rank(0)]))).toMatchObject([
      422,
      { path: 'notes.txt' },
    ]);
    expect(await refused('ranks', archive(['cut.json', rank(0)]))).toMatchObject([422, { path: 'cut.json' }]);
    expect(await refused('ranks', rank(0))).toMatchObject([
      422,
      { message: 'The file must be a tar archive.' },
    ]);
    expect(await refused('ranks', archive())).toMatchObject([
      422,
      { message: 'The archive must hold a trace (got none).' },
    ]);
    expect((await sent('ranks', both, '?against=x')).status).toBe(400);
  });

  it('of faults', async () => {
    const file = (name: string) => readFileSync(join(import.meta.dirname, '../data/logs', name), 'utf8');
    const sent = (of: string, query: string, body: string) =>
      asDescribed(`POST /v1/faults/${of}`, `/v1/faults/${of}?${query}`, {
        body,
        headers: { 'content-type': 'application/octet-stream' },
      });
    const journal = file('04-journald.jsonl');
    const read = await sent('read', 'anonymise=true', journal);
    expect(read.status).toBe(200);
    expect((read.json.events as unknown[]).length).toBeGreaterThan(0);
    expect((await sent('read', '', file('01-dmesg-boot-seconds.log'))).text).toContain('boot');
    const table = 'time,class\n2026-01-02T00:00:00Z,gpu_hard\n2026-02-01T00:00:00Z,gpu_hard\n';
    const window = 'gpus=2048&from=2026-01-01T00:00:00Z&until=2026-04-01T00:00:00Z';
    const fit = await sent('fit', window, table);
    expect(fit.status).toBe(200);
    expect(fit.json.faults).toBe(2);
    const check = await sent('check', `${window}&profile=llama3-h100`, table);
    expect((check.json.total as { observed: number }).observed).toBe(2);
    expect((await sent('check', `${window}&profile=llama4`, table)).status).toBe(422);
    expect((await sent('fit', 'from=2026-01-01T00:00:00Z', table)).status).toBe(400);
    expect((await sent('fit', 'gpus=2047', table)).status).toBe(422);
    expect((await sent('read', 'map=Reason', table)).status).toBe(422);
  });

  it('of studies', async () => {
    const ask = (of: string, query: string, body: object) =>
      asDescribed(`POST /v1/studies/${of}`, `/v1/studies/${of}?${query}`, { body });
    const job = {
      ...small('studied'),
      replay: { horizon: { kind: 'wall', days: 5 }, replicas: 4 },
    };
    const costs = await ask('costs', 'price=2.5', job);
    expect(costs.status).toBe(200);
    expect(costs.json.cost).toBeCloseTo(2.5 * Number(costs.json.gpuHours), 3);
    const curve = await ask('curve', 'over=spares', small('studied'));
    expect((curve.json.points as { x: number }[]).map(({ x }) => x)).toContain(curve.json.configured);
    expect((await ask('curve', 'over=days', job)).status).toBe(400);
    const calm = { ...job, replay: { ...job.replay, faults: { preset: 'none' } } };
    expect((await ask('curve', 'over=mtbf', calm)).status).toBe(422);
    const advice = await ask('advice', 'objective=cost', job);
    expect(advice.json).toMatchObject({ objective: 'cost' });
  });

  it('of reproductions', async () => {
    const route = 'POST /v1/reproductions/{artifact}';
    for (const artifact of ['table3', 'table4', 'decode-limits'])
      expect((await asDescribed(route, `/v1/reproductions/${artifact}`)).status).toBe(200);
    await asDescribed(route, '/v1/reproductions/table3', { body: { prices: { kind: 'PriceList' } } });
    await asDescribed(route, '/v1/reproductions/table9');
  });

  it('were all asked for', () => {
    const answers = Object.entries(described.description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses)
          .filter(([, answer]) => !('application/problem+json' in (answer.content ?? {})))
          .map(([status]) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    );
    // The report of the accuracy has a suite of its own (test/service); a queue that is away is the
    // reliability suite's matter; there is no failed point here to retry.
    const elsewhere = [
      'GET /health/ready 503',
      'GET /v1/accuracy/report 200',
      'POST /v1/sweeps/{id}/retry-failed 202',
    ];
    expect(answers.filter((answer) => !described.checked.has(answer)).sort()).toEqual(elsewhere);
  });
});

it('every operation asks for a key and lists its errors, but for the probes', async () => {
  const { security, paths } = described.description;
  expect(security).toEqual([{ bearer: [] }]);
  const listed = (operation: Operation): string[] =>
    Object.entries(operation.responses)
      .filter(([, { content }]) => 'application/problem+json' in (content ?? {}))
      .map(([status]) => status);
  for (const [path, methods] of Object.entries(paths))
    for (const operation of Object.values(methods)) {
      const isProbe = path.startsWith('/health/');
      expect([path, operation.security]).toEqual([path, isProbe ? [{}] : undefined]);
      expect([path, listed(operation)]).toEqual([
        path,
        isProbe ? ['default'] : expect.arrayContaining(['401', '403', '429', '503', 'default']),
      ]);
    }
  const submit = paths['/v1/experiments']?.post as Operation;
  expect(listed(submit)).toEqual(expect.arrayContaining(['400', '409', '413', '415', '422', '507']));
  expect(listed(paths['/v1/runs/{id}']?.get as Operation)).toContain('404');
});

it('what is committed is what the service says of itself', () => {
  const root = join(import.meta.dirname, '../..');
  expect(() =>
    execFileSync(process.execPath, [join(root, 'tools/generate-client.mjs'), '--check'], { stdio: 'pipe' }),
  ).not.toThrow();
});
