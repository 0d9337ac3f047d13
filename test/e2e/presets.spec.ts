/** What is printed of a preset is a document that can be handed back, by the command and by the service. */
import { join } from 'node:path';
import { validateDocument } from '@railyard/experiments';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { json, railyard } from '../cli/railyard.js';
import { FAKE_WORKER, temporaryFolder } from '../support/harness.js';
import { call } from '../support/http.js';

interface Preset {
  readonly kind: string;
  readonly name: string;
}

/** Kinds of presets that are documents of their own; others are parts of one. */
const DOCUMENTS = ['experiment', 'cluster', 'workload', 'fault-profile'];

const folder = temporaryFolder();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({
    port: 0,
    databaseFile: join(folder.path, 'presets.db'),
    workerFile: FAKE_WORKER,
    threads: 1,
    logLevel: 'silent',
    graceS: 1,
  });
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

describe.each(DOCUMENTS)('a preset of the kind %s', (kind) => {
  it.each(['yaml', 'json'])('that the command prints as %s validates', async (format) => {
    const { data } = await json(['presets', kind]);
    const [first, ...others] = (data as { presets: readonly Preset[] }).presets;
    for (const name of [first?.name ?? '', others.at(-1)?.name ?? '']) {
      const printed = await railyard(['presets', kind, name, '-o', format]);
      expect({ ...printed, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await railyard(['validate', '-'], printed.stdout)).toEqual({
        code: 0,
        stdout: 'Standard input is valid.\n',
        stderr: '',
      });
    }
  });

  it('that the service lists has a body that validates', async () => {
    const { items } = (await call(server.url, `/v1/presets?kind=${kind}`)).json as {
      items: readonly Preset[];
    };
    expect(items.length).toBeGreaterThan(1);
    for (const { name } of items) {
      const { body } = (await call(server.url, `/v1/presets/${kind}/${name}`)).json;
      expect([name, validateDocument(body).issues]).toEqual([name, []]);
    }
  });
});

it('a cluster that the service prints can be stored and named by an experiment', async () => {
  const { body: document } = (await call(server.url, '/v1/presets/cluster/h100-1024-roce')).json;
  expect((await call(server.url, '/v1/clusters', { body: { name: 'mine', document } })).status).toBe(201);
  const experiment = {
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    name: 'printed',
    cluster: { definition: 'mine' },
    workload: { preset: 'llama3-8b', batch: { globalSequences: 1024 } },
  };
  const reply = await call(server.url, '/v1/experiments?dryRun=true', { body: experiment });
  expect([reply.status, reply.json.issues ?? []]).toEqual([200, []]);
});
