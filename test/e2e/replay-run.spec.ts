/**
 * An experiment with a replay section through the queue: progress on the way, and the bytes that the engine
 * gives in this thread.
 */
import { join } from 'node:path';
import { canonicalJson } from '@railyard/base';
import { ENGINE_VERSION, prepareExperiment, runExperiment } from '@railyard/experiments';
import { dispatchLocally, openStorage } from '@railyard/jobs';
import { eventsOf, temporaryFolder, untilEnded } from '../support/harness.js';

/** From source, a worker cannot be loaded: the built one is. */
const BUILT_WORKER = join(__dirname, '../../dist/libs/jobs/src/simulation/simulation.worker.js');

it('a run with a replay section goes through dispatcher, thread and store', async () => {
  const folder = temporaryFolder();
  const storage = await openStorage({ database: { file: join(folder.path, 'railyard.db') } });
  const dispatcher = dispatchLocally(storage, { threads: 1, workerFile: BUILT_WORKER });
  try {
    const prepared = prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'small',
      cluster: { preset: 'h800-2048-mpft', nodes: 2, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
      workload: { preset: 'llama3-8b' },
      replay: { faults: { preset: 'llama3-h100-physical' }, rateMultiple: 100, replicas: 130, spareNodes: 1 },
    });
    const experiment = {
      id: prepared.id,
      name: prepared.document.name,
      engineVersion: ENGINE_VERSION,
      document: canonicalJson(prepared.document),
    };
    const { run } = await storage.records.submissions.submit({ tenant: 'default', experiment });
    dispatcher.wake();
    await untilEnded(storage, [run.id], 60_000);
    const bytes = await storage.records.artifacts.read(prepared.id, 'result');
    expect(bytes?.toString('utf8')).toBe(canonicalJson(runExperiment(prepared)));
    const events = await eventsOf(storage, run.id);
    const told = events.map(
      ({ data }) => JSON.parse(String(data)) as { readonly phase?: string; readonly share: number },
    );
    expect(told.some(({ phase }) => phase === 'replay' || phase === 'sensitivity')).toBe(true);
    const shares = told.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
  } finally {
    await dispatcher.drain();
    await storage.close();
    folder.remove();
  }
});
