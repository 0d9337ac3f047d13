/** `railyard mcp`, driven by the SDK's own client over stdio and HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ROOT } from './railyard.js';

jest.setTimeout(180_000);

const BIN = join(ROOT, 'bin/railyard.mjs');
const ENVIRONMENT = { PATH: String(process.env.PATH) };
const SWEEP = `
apiVersion: railyard/v1
kind: Sweep
name: nics
preset: deepseek-v3-mpft
parameters:
  cluster.nic.bandwidthGBps: { values: [25, 50] }
objective: { metric: stepTimeS, goal: minimize }
`;

const LAYOUTS = `
apiVersion: railyard/v1
kind: Sweep
name: layouts
preset: deepseek-v3-mpft
cluster: { nodes: 64 }
workload: { batch: { globalSequences: 3840 } }
parameters:
  workload.parallelism.tensor: { values: [1] }
  workload.parallelism.expert: { values: [64] }
  workload.parallelism.pipeline: { values: [8, 16] }
  workload.batch.microBatchSequences: { values: [1] }
  workload.recompute: { values: [selective] }
objective: { metric: tokensPerDayB, goal: maximize }
`;

interface Answered {
  readonly isError: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly uri: string;
}

async function ask(client: Client, name: string, input: object): Promise<Answered> {
  const options = { timeout: 120_000 };
  const { content, isError } = await client.callTool({ name, arguments: { ...input } }, undefined, options);
  const [{ text }, link] = content as [{ text: string }, { uri: string }?];
  return {
    isError: isError === true,
    text,
    data: JSON.parse(text) as Record<string, unknown>,
    uri: link?.uri ?? '',
  };
}

async function read(client: Client, uri: string): Promise<Readonly<Record<string, unknown>>> {
  const [content] = (await client.readResource({ uri })).contents;
  return JSON.parse(String((content as { text: string }).text)) as Record<string, unknown>;
}

describe('over stdio', () => {
  let client: Client;

  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [BIN, 'mcp'],
        env: ENVIRONMENT,
        cwd: ROOT,
      }),
    );
  });

  afterAll(() => client.close());

  it('lists the tools, each with a schema, short enough to be read', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'validate',
      'init',
      'run',
      'compare',
      'sweep',
      'search',
      'network',
      'network_jobs',
      'replay',
      'accuracy',
    ]);
    expect(JSON.stringify(tools).length).toBeLessThan(30_000);
    expect(tools.every(({ inputSchema }) => inputSchema.type === 'object')).toBe(true);
    expect(await read(client, 'railyard://schemas/Experiment')).toHaveProperty('properties.workload');
    expect(JSON.stringify(await read(client, 'railyard://presets'))).toContain('deepseek-v3-mpft');
  });

  it('runs the founding case: what is read first is short, the whole is a resource', async () => {
    const { data, text, uri } = await ask(client, 'run', { document: 'deepseek-v3-mpft' });
    const { stepTimeS } = data.metrics as { stepTimeS: number };
    expect(stepTimeS).toBeGreaterThan(15);
    expect(stepTimeS).toBeLessThan(25);
    expect(text.length).toBeLessThan(6000);
    const whole = await read(client, uri);
    expect(whole).toHaveProperty('document.cluster');
    expect((whole.metrics as { stepTimeS: number }).stepTimeS).toBeCloseTo(stepTimeS, 3);
  });

  it('gives mistakes back with hints', async () => {
    const { isError, data } = await ask(client, 'validate', { document: 'kind: Experiment\npresett: x\n' });
    expect(isError).toBe(true);
    expect(data.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: '/presett', hint: expect.any(String) as string }),
      ]),
    );
    expect(await ask(client, 'validate', { document: SWEEP })).toMatchObject({ data: { ok: true, runs: 2 } });
  });

  it('sweeps, searches, compares, asks the network, and plays days', async () => {
    const swept = await ask(client, 'sweep', { document: SWEEP });
    expect(swept.data).toMatchObject({
      runs: 2,
      best: [{ parameters: { 'cluster.nic.bandwidthGBps': 50 } }, {}],
    });
    const searched = await ask(client, 'search', { document: LAYOUTS });
    const [best, ...runnersUp] = searched.data.best as readonly unknown[];
    expect(best).toMatchObject({
      parameters: { 'workload.parallelism.pipeline': expect.any(Number) as number },
    });
    expect(runnersUp.length).toBeGreaterThan(0);
    // Modules to repeat are an axis too: more layouts than the best six, so that bounds rule some out.
    expect(searched.data.pruned).toBeGreaterThan(0);
    const compared = await ask(client, 'compare', { documents: ['deepseek-v3-mpft', 'deepseek-v3-mrft'] });
    expect(JSON.stringify(compared.data.inputs)).toContain('topology');
    const network = await ask(client, 'network', {
      collective: 'all-reduce',
      cluster: { preset: 'h800-2048-mpft' },
      gpus: 16,
      bytes: 1e9,
    });
    expect([network.isError, network.text]).toEqual([false, expect.stringContaining('timeUs')]);
    const days = await ask(client, 'replay', { document: 'deepseek-v3-mpft', days: 3, replicas: 2 });
    expect((days.data.metrics as { ettr: number }).ettr).toBeGreaterThan(0.5);
  });

  it('writes an experiment from a config.json, and says how accurate it is', async () => {
    const text = readFileSync(join(ROOT, 'test/data/configs/hf/Qwen--Qwen3-8B_config.json'), 'utf8');
    const made = await ask(client, 'init', {
      files: [{ name: 'config.json', text }],
      gpus: 8,
      device: 'h100',
    });
    expect(made.data.text).toContain('kind: Experiment');
    expect(await ask(client, 'accuracy', { of: 'kernels' })).toMatchObject({ isError: false });
  });

  it('holds the limits of the service', async () => {
    const many = SWEEP.replace('[25, 50]', `[${Array.from({ length: 501 }, (_, i) => i + 1).join()}]`);
    expect((await ask(client, 'sweep', { document: many })).data).toMatchObject({
      issues: [{ code: 'too-large' }],
    });
  });
});

describe('over HTTP', () => {
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    server = spawn(process.execPath, [BIN, 'mcp', '--http', '--port', '0'], { env: ENVIRONMENT, cwd: ROOT });
    url = await new Promise((done) => {
      server.stderr?.on('data', (bytes: Buffer) => {
        const found = /http:\S+\/mcp/.exec(bytes.toString());
        if (found !== null) done(found[0]);
      });
    });
  });

  afterAll(() => server.kill('SIGKILL'));

  it('answers a client', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)) as never);
    const { data, uri } = await ask(client, 'validate', { document: 'deepseek-v3-mpft' });
    expect(data).toMatchObject({ ok: true, kind: 'Experiment' });
    expect(await read(client, uri)).toMatchObject({ ok: true });
    await client.close();
  });

  it('refuses pages of other sites and names that were made to resolve here', async () => {
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', ...headers } });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(url)).status).toBe(405);
  });
});
