/**
 * The command with --server against a service of its own: the same output as here, the same exit codes, and
 * refusals in words.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openStorage } from '@railyard/jobs';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';
import { type Outcome, ROOT, railyard as railyardHere } from '../cli/railyard.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: at('server.db'), RAILYARD_THREADS: 2 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

const remote = (args: readonly string[], input?: string): Promise<Outcome> =>
  railyardHere([...args, '--server', service.url], input);

const SMALL = `
apiVersion: railyard/v1
kind: Experiment
name: small
cluster: {preset: h800-2048-mpft, nodes: 2, topology: {kind: mpft, planes: 8, switchPorts: 64}}
workload: {preset: llama3-8b}
`;
const small = at('small.yaml');
writeFileSync(small, SMALL);
const sweep = at('sweep.yaml');
writeFileSync(
  sweep,
  `${SMALL.replace('Experiment', 'Sweep')}parameters: {workload.parallelism.tensor: {values: [1, ` +
    `2, 3, 4, 4]}, seed: {values: [1, 2]}}\n`,
);
const long = at('long.yaml');
writeFileSync(
  long,
  `${SMALL.replace('name: small', 'name: long')}replay: {replicas: 100000, rateMultiple: 100}\n`,
);

const faults = at('faults.csv');
writeFileSync(
  faults,
  'Went down,class\n2026-01-02T00:00:00Z,gpu_hard\n2026-02-01T00:00:00Z,gpu_hard\n2026-02-03T00:00:00Z,nic\n',
);
const FEW = ['--replicas', '6', '--set', 'replay.rateMultiple=100', '--set', 'replay.horizon.days=5'];

/** Both ways, and nothing on stderr. */
async function sameBothWays(args: readonly string[], input?: string): Promise<string> {
  const [here, there] = [await railyardHere(args, input), await remote(args, input)];
  expect(there).toEqual(here);
  expect(here).toMatchObject({ code: 0, stderr: '' });
  return here.stdout;
}

describe('with --server, the same comes out', () => {
  it.each([
    ['run', ['run', small, '--json']],
    ['run, for a reader', ['run', small]],
    ['run with changes', ['run', small, '--seed', '3', '--set', 'workload.parallelism.tensor=2', '--json']],
    ['replay', ['replay', small, '--replicas', '20', '--set', 'replay.rateMultiple=100', '--json']],
    ['replay, for a reader', ['replay', small, '--replicas', '20', '--set', 'replay.rateMultiple=100']],
    ['replay with money and advice', ['replay', small, ...FEW, '--price', '2', '--advise', 'cost', '--json']],
    ['replay with a curve', ['replay', small, ...FEW, '--plot', at('curve.svg'), '--over', 'mtbf']],
    ['faults read', ['faults', 'read', join(ROOT, 'test/data/logs/04-journald.jsonl'), '--json']],
    ['faults fit', ['faults', 'fit', faults, '--gpus', '2048', '--map', 'Went down=time', '--json']],
    ['faults check', ['faults', 'check', 'llama3-h100', faults, '--gpus', '64', '--map', 'Went down=time']],
    ['sweep', ['sweep', sweep, '--json']],
    ['sweep, for a reader', ['sweep', sweep]],
    ['sweep, dry', ['sweep', sweep, '--dry-run', '--json']],
    [
      'network',
      ['network', 'all-to-all', '--cluster', 'h800-2048-mpft', '--gpus', '16', '--bytes', '1MiB', '--json'],
    ],
    ['schedule', ['schedule', 'zb1p', '--ranks', '8', '--micro-batches', '32', '--w', '0.5', '--json']],
    ['schedule, for a reader', ['schedule', 'dualpipe', '--ranks', '4', '--micro-batches', '8']],
    ['layer', ['layer', 'deepseek-v3', '--device', 'h800', '--tokens', '4096', '--json']],
    ['layer, for a reader', ['layer', 'llama3.1-405b', '--device', 'h200', '--sequence', '2048']],
    ['reproduce', ['reproduce', 'table4', '--json']],
    ['reproduce, for a reader', ['reproduce', 'figure6']],
    [
      'reproduce at prices',
      ['reproduce', 'table3', '--prices', join(ROOT, 'examples/prices.yaml'), '--json'],
    ],
    ['report of a run', ['report', 'run', small, '--seed', '3']],
    ['report of a run, as PDF', ['report', 'run', small, '--format', 'pdf']],
    ['report of days', ['report', 'replay', small, '--set', 'replay.replicas=2', '--format', 'md']],
    ['report of a sweep', ['report', 'sweep', sweep]],
    ['report of a figure', ['report', 'reproduce', 'figure6', '--format', 'svg']],
    ['compare', ['compare', small, 'deepseek-v3-mpft', '--json']],
    ['validate', ['validate', small, '--json']],
    ['validate a sweep', ['validate', sweep]],
  ])('%s', (_, args) => sameBothWays(args));

  it('of several recorded profiles: files, folder, archive; one against another and the twin', async () => {
    const [first, second] = [0, 1].map((rank) =>
      join(ROOT, `test/data/traces/hta-sampled-rank-${rank}.json.gz`),
    ) as [string, string];
    await sameBothWays(['import', first, second]);
    mkdirSync(at('ranks'), { recursive: true });
    for (const file of [first, second]) copyFileSync(file, join(at('ranks'), basename(file)));
    await sameBothWays(['import', at('ranks'), '--json']);
    const archive = at('ranks.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', at('ranks'), basename(first), basename(second)]);
    const ranks = JSON.parse(await sameBothWays(['import', archive, '--json'])) as { straggler: number };
    expect(ranks.straggler).toBe(1);
    await sameBothWays(['import', first, '--against', second, '--json']);
    await sameBothWays(['import', first, '--against', 'deepseek-v3-mpft']);
    await sameBothWays(['import', first, '--against', small, '--json']);
  });

  it('reports of what is there already, by its id', async () => {
    for (const [kind, words] of [
      ['run', ['run', small]],
      ['sweep', ['sweep', sweep]],
    ] as const) {
      const { stdout } = await remote([...words, '-o', 'name']);
      const [here, there] = [
        await railyardHere(['report', ...words, '--format', 'csv']),
        await remote(['report', kind, stdout.trim(), '--format', 'csv']),
      ];
      expect(there).toEqual(here);
    }
    expect(await remote(['report', 'accuracy', small])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Add --local.'),
    });
  });

  it('of a recorded profile, packed or not, executed elsewhere or not, and of its workload', async () => {
    const trace = join(ROOT, 'libs/profile/src/fixture/two-layers.trace.json');
    const packed = at('packed.json.gz');
    writeFileSync(packed, gzipSync(readFileSync(trace)));
    await sameBothWays(['import', trace]);
    await sameBothWays(['import', packed, '--json']);
    await sameBothWays(['import', packed, '--retarget', 'h200', '--communication-sms', '0', '--json']);
    const [here, there] = [at('workload-here.json'), at('workload-there.json')];
    expect((await railyardHere(['import', trace, '--workload', here])).code).toBe(0);
    expect((await remote(['import', trace, '--workload', there])).code).toBe(0);
    expect(readFileSync(there, 'utf8')).toBe(readFileSync(here, 'utf8'));
  });

  it('of a trace with a mistake, which is named with its byte', async () => {
    const cut = at('cut.json');
    writeFileSync(
      cut,
      readFileSync(join(ROOT, 'libs/profile/src/fixture/two-layers.trace.json')).subarray(0, 1500),
    );
    for (const args of [
      ['import', cut, '--json'],
      ['import', cut, '--communication-sms', '132'],
      ['import', at('none.json')],
    ])
      expect(await remote(args)).toEqual(await railyardHere(args));
    expect(await remote(['import', cut])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cut\.json: Byte \d+: The JSON of the trace must end/),
    });
    const half = at('half.json.gz');
    writeFileSync(half, gzipSync('{"traceEvents":[]}').subarray(0, -9));
    expect(await remote(['import', half])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('its gzip data does not end.'),
    });
  });

  it('of a replay of recorded faults, which its document then lists', async () => {
    const log = at('faults.csv');
    const changes = ['--replicas', '1', '--set', 'replay.rateMultiple=100', '--json'];
    await railyardHere(['replay', small, ...changes, '--export-log', log]);
    const replay = ['replay', small, ...changes, '--log', log];
    const [here, there] = [await railyardHere(replay), await remote(replay)];
    const { id, ...section } = JSON.parse(there.stdout) as { readonly id: string };
    expect(JSON.parse(here.stdout)).toMatchObject(section);
    expect(here.stdout).not.toContain(id);
    writeFileSync(log, readFileSync(log, 'utf8').replace('gpu/', 'gpu/77'));
    expect(await remote(replay)).toMatchObject({ code: 2, stderr: expect.stringContaining('gpu/77') });
  });

  it('of a sweep over replays, whose runs are then sorted by what the days brought', async () => {
    const { name: _, ...replays } = {
      name: '',
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      cluster: { preset: 'h800-2048-mpft', nodes: 2, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
      workload: { preset: 'llama3-8b' },
      replay: { rateMultiple: 100, replicas: 10 },
      parameters: { 'replay.recovery.checkpointIntervalS': { values: [60, 600, 6000] } },
      objective: { metric: 'goodput', goal: 'maximize' },
    };
    const { best, runs } = JSON.parse(
      await sameBothWays(['sweep', '-', '--json'], JSON.stringify(replays)),
    ) as { best: string[]; runs: { id: string; metrics: { goodput: number; ettr: number } }[] };
    expect(runs.find(({ id }) => id === best[0])!.metrics.goodput).toBe(
      Math.max(...runs.map(({ metrics }) => metrics.goodput)),
    );
    const { items } = JSON.parse(
      (await remote(['runs', 'list', '--sort', '-goodput', '--limit', '3', '--json'])).stdout,
    ) as { items: { experimentId: string; summary: { goodput: number; ettr: number } }[] };
    const shown = items.map(({ summary }) => summary.goodput);
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
    expect(shown[0]).toBeGreaterThanOrEqual(Math.max(...runs.map(({ metrics }) => metrics.goodput)));
    expect((await call(service.url, '/v1/runs?sort=ettr&limit=1')).status).toBe(200);
  });

  it('of a search for the best layout', async () => {
    const search = {
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      cluster: { preset: 'h800-2048-mpft', nodes: 2 },
      workload: { preset: 'llama3-8b' },
      method: 'optimize',
      parameters: { 'workload.batch.microBatchSequences': { values: [1] } },
    };
    expect(await sameBothWays(['sweep', '-', '--json'], JSON.stringify(search))).toContain('"pruned"');
  });

  it('and the same trace', async () => {
    await railyardHere(['run', small, '--trace', at('here.json'), '--json']);
    await remote(['run', small, '--trace', at('there.json'), '--json']);
    expect(readFileSync(at('there.json'), 'utf8')).toBe(readFileSync(at('here.json'), 'utf8'));
  });
});

describe('what is stored at the service', () => {
  it('can be named in experiments and sweeps', async () => {
    await call(service.url, '/v1/clusters', {
      body: {
        name: 'mine',
        document: { apiVersion: 'railyard/v1', kind: 'Cluster', preset: 'h800-2048-mpft', nodes: 2 },
      },
    });
    const named = SMALL.replace(/cluster: .*/, 'cluster: {definition: mine, version: 1}');
    const ran = await remote(['run', '-', '--json'], named);
    expect([
      ran.code,
      (JSON.parse(ran.stdout) as { document: { cluster: { nodes: number } } }).document.cluster.nodes,
    ]).toEqual([0, 2]);
    const swept = await remote(
      ['sweep', '-', '--json'],
      `${named.replace('Experiment', 'Sweep')}parameters: {seed: {values: [7]}}\n`,
    );
    expect(swept.code).toBe(0);
    expect(await remote(['validate', '-'], named)).toMatchObject({ code: 0 });
    expect(await remote(['run', '-'], named.replace('mine', 'nobodys'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/cluster/definition'),
    });
  });
});

describe('railyard runs and sweeps', () => {
  it('list, show and export', async () => {
    await remote(['run', small]);
    await remote(['sweep', sweep]);
    const { items } = JSON.parse(
      (
        await remote([
          'runs',
          'list',
          '--name',
          'small',
          '--state',
          'succeeded',
          '--sort',
          '-createdAt',
          '--limit',
          '1',
          '--json',
        ])
      ).stdout,
    ) as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    const { id } = items[0]!;
    expect(await remote(['runs', 'show', id])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('succeeded'),
    });
    expect(await remote(['runs', 'watch', id])).toMatchObject({ code: 0, stderr: '' });
    const exported = JSON.parse((await remote(['runs', 'export', id, '--json'])).stdout) as {
      document: { name: string };
    };
    expect(exported.document.name).toBe('small');
    expect(JSON.parse((await remote(['compare', id, small, '--json'])).stdout)).toMatchObject({
      runs: [{ name: 'small' }, { name: 'small' }],
    });
    const sweeps = JSON.parse((await remote(['sweeps', 'list', '--json'])).stdout) as {
      items: { id: string }[];
    };
    expect(await remote(['sweeps', 'show', sweeps.items[0]!.id])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Best'),
    });
    expect(await remote(['sweeps', 'retry', sweeps.items[0]!.id])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to retry'),
    });
    expect(await remote(['sweeps', 'watch', sweeps.items[0]!.id])).toMatchObject({ code: 0 });
  });

  it('are followed by the command that --detach prints, wherever the address came from', async () => {
    for (const [args, followed] of [
      [['run', small], /`railyard (runs watch run-\w+ --server \S+)`/],
      [['sweep', sweep], /`railyard (sweeps watch sweep-\w+ --server \S+)`/],
    ] as const) {
      const command = followed.exec((await remote([...args, '--detach'])).stdout)?.[1] ?? '';
      expect(await railyardHere(command.split(' '))).toMatchObject({ code: 0 });
    }
    const { stdout } = await railyardHere(['run', small, '--detach'], undefined, undefined, {
      RAILYARD_SERVER: service.url,
    });
    expect(stdout).toMatch(/Follow it with `railyard runs watch run-\w+`\./);
  });

  it('are named by their id alone, and waited for as long as --timeout says', async () => {
    const made = await remote(['run', small, '-o', 'name']);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^run-[0-9a-z]{26}\n$/) });
    const ids = (await remote(['runs', 'list', '--name', 'small', '-o', 'name'])).stdout.trim().split('\n');
    expect(ids).toContain(made.stdout.trim());
    expect((await remote(['sweep', sweep, '--detach', '-o', 'name'])).stdout).toMatch(
      /^sweep-[0-9a-z]{26}\n$/,
    );
    expect(await railyardHere(['run', small, '-o', 'name'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--output name must be used with presets, keys list, runs or sweeps'),
    });
    const endless = at('endless.yaml');
    writeFileSync(endless, readFileSync(long, 'utf8').replace('name: long', 'name: endless'));
    const id = (await remote(['run', endless, '--detach', '-o', 'name'])).stdout.trim();
    const over = await remote(['runs', 'watch', id, '--timeout', '300ms', '--json']);
    expect(over).toMatchObject({ code: 124, stderr: expect.stringContaining(`${id} goes on at`) });
    expect(JSON.parse(over.stdout)).toMatchObject({ error: { code: 'timeout' } });
    expect((await remote(['runs', 'cancel', id, '-o', 'name'])).stdout).toBe(`${id}\n`);
    expect(await remote(['runs', 'watch', id, '--timeout', '5'])).toMatchObject({ code: 2 });
  });

  it('end and repeat a run that nobody waits for', async () => {
    const { id } = JSON.parse((await remote(['run', long, '--detach', '--json'])).stdout) as { id: string };
    const watching = remote(['runs', 'watch', id, '--json']);
    expect(await remote(['runs', 'cancel', id, '--json'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"cancelled"'),
    });
    expect(await watching).toMatchObject({ code: 3, stdout: expect.stringContaining('"cancelled"') });
    const again = JSON.parse((await remote(['runs', 'retry', id, '--json'])).stdout) as { id: string };
    expect(again.id).not.toBe(id);
    const waiting = remote(['run', long, '--json']);
    await waitUntil(
      async () => /railyard_event_streams 1\n/.test((await call(service.url, '/metrics')).text),
      'the command follows the run',
    );
    await remote(['runs', 'cancel', again.id]);
    const cancelled = await waiting;
    // The same document: the run that is there answers for it.
    expect(cancelled.code).toBe(3);
    expect(JSON.parse(cancelled.stdout)).toMatchObject({ error: { code: 'cancelled' } });
  });

  it('are deleted once they have ended', async () => {
    const document = at('deleted.yaml');
    writeFileSync(document, SMALL.replace('name: small', 'name: deleted'));
    await remote(['run', document, '--json']);
    const list = JSON.parse((await remote(['runs', 'list', '--name', 'deleted', '--json'])).stdout) as {
      items: { id: string }[];
    };
    const id = list.items[0]?.id ?? '';
    expect(await remote(['runs', 'delete', id])).toMatchObject({ code: 0, stdout: `Deleted: ${id}.\n` });
    expect(await remote(['runs', 'delete', id, '--json'])).toMatchObject({ code: 4 });
    const swept = at('swept.yaml');
    writeFileSync(swept, readFileSync(sweep, 'utf8').replace('name: small', 'name: swept'));
    const { stdout } = await remote(['sweep', swept, '--detach', '--json']);
    const sweepId = (JSON.parse(stdout) as { id: string }).id;
    await remote(['sweeps', 'watch', sweepId]);
    expect(await remote(['sweeps', 'delete', sweepId])).toMatchObject({ code: 0 });
    expect((await remote(['sweeps', 'show', sweepId])).code).toBe(4);
  });

  it('are deleted by age from the database itself, whose file shrinks, service or not', async () => {
    await remote(['run', small, '--json']);
    const database = ['--database', at('server.db'), '--json'];
    const kept = await railyardHere(['prune', '--days', '1', ...database]);
    expect(JSON.parse(kept.stdout)).toMatchObject({ runs: 0, sweeps: 0 });
    const { code, stdout } = await railyardHere(['prune', '--days', '0', ...database]);
    const { runs, fileBytes } = JSON.parse(stdout) as {
      runs: number;
      fileBytes: { before: number; after: number };
    };
    expect([code, runs > 0, fileBytes.after < fileBytes.before]).toEqual([0, true, true]);
    expect(await remote(['runs', 'list'])).toMatchObject({ code: 0 });
  });

  it('say what they do not know', async () => {
    expect(await remote(['runs', 'show', 'run-00000000000000000000000000'])).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/There is no run of that id/),
    });
    expect(await remote(['runs', 'list', '--sort', 'nothing'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/query/sort'),
    });
    expect(await railyardHere(['runs', 'list'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('RAILYARD_SERVER'),
    });
  });
});

describe('refusals', () => {
  it('tell every issue of a document, as here', async () => {
    const bad = SMALL.replace('nodes: 2', 'nodes: -1').replace('name: small', 'name: small\nsed: 3');
    const [here, there] = [await railyardHere(['run', '-'], bad), await remote(['run', '-'], bad)];
    expect(there).toEqual(here);
    expect(here).toMatchObject({ code: 2, stderr: expect.stringContaining('/sed') });
  });

  it('of a command line that makes no sense', async () => {
    expect(await remote(['run', small, '--local'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--local must be used without --server.'),
    });
    expect(await railyardHere(['run', small, '--detach'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--detach must be used with a service.'),
    });
    expect(await railyardHere(['run', small, '--server', 'localhost:3000'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--server must be an http or https address (got localhost:3000).'),
    });
    expect(await remote(['sweep', sweep, '--threads', '2'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--threads must be used without a service.'),
    });
    expect(await remote(['replay', small, '--export-log', 'x.csv'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--export-log must be used without a service.'),
    });
  });

  it('of nothing with --local, although the environment names a service that is away', async () => {
    const environment = { RAILYARD_SERVER: `http://127.0.0.1:${await closedPort()}` };
    expect(await railyardHere(['validate', small], undefined, undefined, environment)).toMatchObject({
      code: 6,
    });
    expect(
      await railyardHere(['validate', small, '--local'], undefined, undefined, environment),
    ).toMatchObject({ code: 0 });
  });

  it('of a service that is away', async () => {
    const away = await railyardHere([
      'run',
      small,
      '--server',
      `http://127.0.0.1:${await closedPort()}`,
      '--json',
    ]);
    expect(away).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('cannot be reached (ECONNREFUSED)'),
    });
    expect(JSON.parse(away.stdout)).toMatchObject({ error: { code: 'unreachable' } });
  });

  it('of keys, scopes and limits', async () => {
    const file = at('keys.db');
    const storage = await openStorage({ database: { file } });
    const { apiKeys } = storage.records;
    const [reader, writer] = [
      await apiKeys.create({ tenant: 'a', name: 'r', scopes: ['read'] }),
      await apiKeys.create({ tenant: 'a', name: 'w', scopes: ['read', 'write'] }),
    ];
    await storage.close();
    const locked = await start('api', {
      RAILYARD_DATABASE: file,
      RAILYARD_THREADS: 1,
      RAILYARD_REQUIRE_KEYS: 'true',
    });
    const as = (key: string | undefined, args: readonly string[]): Promise<Outcome> =>
      railyardHere(args, undefined, undefined, { RAILYARD_SERVER: locked.url, RAILYARD_API_KEY: key ?? '' });
    expect(await as(undefined, ['run', small])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/requires an API key.*RAILYARD_API_KEY/),
    });
    expect(await as('ry_wrong_but_long_enough', ['run', small])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('must be known, valid and not revoked'),
    });
    expect(await as(reader.secret, ['run', small])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('scope `write`'),
    });
    expect(await as(writer.secret, ['run', small, '--json'])).toMatchObject({ code: 0 });
    await locked.end('SIGTERM');
  });
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A stand-in for a service: answers by path, and passes the rest on to the real one. */
async function standIn(
  answer: (request: IncomingMessage, reply: ServerResponse) => boolean,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, reply) => {
    if (answer(request, reply)) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // What `fetch` hands on is no longer packed.
      const { host: _host, connection: _connection, ...others } = request.headers;
      const headers = { ...(others as Record<string, string>), 'accept-encoding': 'identity' };
      const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
      void fetch(`${service.url}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
      }).then(async (passed) => {
        reply.writeHead(passed.status, [...passed.headers].flat());
        reply.end(Buffer.from(await passed.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function problem(
  reply: ServerResponse,
  status: number,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  reply.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
  reply.end(
    JSON.stringify({
      type: `urn:railyard:problem:${code}`,
      title: code,
      status,
      detail,
      instance: '/',
      requestId: 'request-7',
      issues: [],
    }),
  );
  return true;
}

describe('a service that is not as expected', () => {
  async function against(
    answer: (request: IncomingMessage, reply: ServerResponse) => boolean,
    args: readonly string[],
  ): Promise<Outcome> {
    const { url, server } = await standIn(answer);
    try {
      return await railyardHere([...args, '--server', url]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('computes with another engine: the user is informed', async () => {
    const outcome = await against(
      (request, reply) => {
        if (!request.url!.startsWith('/v1/presets')) return false;
        reply.setHeader('content-type', 'application/json');
        reply.end(JSON.stringify({ engineVersion: '0.0.1', items: [] }));
        return true;
      },
      ['run', small, '--json'],
    );
    expect(outcome).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/engine 0\.0\.1, this command with .*: results may differ/),
    });
    expect(JSON.parse(outcome.stdout)).toHaveProperty('metrics');
  });

  it.each<[string, (request: IncomingMessage, reply: ServerResponse) => boolean, number, RegExp]>([
    [
      'is older',
      (request, reply) =>
        request.method === 'POST' && problem(reply, 404, 'not-found', 'There is no POST /v1/experiments.'),
      6,
      /has no POST \/v1\/experiments: its version differs/,
    ],
    [
      'breaks',
      (request, reply) => request.method === 'POST' && problem(reply, 500, 'internal', 'Something broke.'),
      1,
      /The service failed: internal.*request-7/,
    ],
    [
      'is full',
      (request, reply) =>
        request.method === 'POST' && problem(reply, 507, 'storage-full', 'The disk is full.'),
      6,
      /storage-full: The disk is full/,
    ],
    [
      'has too much to do',
      (request, reply) =>
        request.method === 'POST' &&
        problem(reply, 429, 'quota', 'At most 5 runs may wait.', { 'retry-after': '3600' }),
      6,
      /At most 5 runs may wait\. Try again in 3600 s\./,
    ],
    [
      'is another program',
      (_request, reply) => {
        reply.setHeader('content-type', 'text/html');
        reply.end('<html>');
        return true;
      },
      6,
      /is not Railyard/,
    ],
    [
      'lets connections break',
      (request) => {
        request.socket.destroy();
        return true;
      },
      6,
      /cannot be reached/,
    ],
  ])('%s', async (_, answer, code, words) => {
    expect(await against(answer, ['run', small])).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(words),
    });
  });

  it('is busy for a moment: the command waits as it is asked to', async () => {
    let refused = 0;
    const outcome = await against(
      (request, reply) => {
        if (request.method !== 'POST' || refused > 0) return false;
        refused += 1;
        return problem(reply, 429, 'too-many-requests', 'The limit is reached.', { 'retry-after': '1' });
      },
      ['run', small, '--json'],
    );
    expect(outcome).toMatchObject({
      code: 0,
      stderr: 'railyard: the service is busy and asks to wait 1 s.\n',
    });
  });

  it('does not let streams through: the run is polled', async () => {
    let polled = 0;
    const outcome = await against(
      (request, reply) => {
        if (request.url!.includes('/history')) polled += 1;
        return (
          request.url!.endsWith('/events') &&
          problem(reply, 404, 'not-found', 'There is no GET /v1/runs/x/events.')
        );
      },
      ['run', small, '--seed', '1001', '--json'],
    );
    // A service without the route is older: that is said, not hidden.
    expect([outcome.code, polled]).toEqual([6, 0]);
    const held = await against(
      (request) => {
        if (request.url!.includes('/history')) polled += 1;
        return request.url!.endsWith('/events');
      },
      ['replay', small, '--seed', '1002', '--replicas', '2000', '--set', 'replay.rateMultiple=50', '--json'],
    );
    expect(held).toMatchObject({ code: 0, stderr: '' });
    expect(polled).toBeGreaterThan(0);
  });
});

it('a port where nobody speaks HTTP is no service', async () => {
  const silent = createServer();
  silent.on('connection', (socket) => socket.end('SSH-2.0-x\r\n'));
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  expect(await railyardHere(['runs', 'list', '--server', `http://127.0.0.1:${port}`])).toMatchObject({
    code: 6,
    stdout: '',
  });
  silent.close();
});
