/**
 * Runs of the report: computed by the service's own dispatcher in worker threads, kept in the project's
 * database.
 */
import { canonicalJson } from '@railyard/base';
import { type ExperimentResult, type PreparedExperiment } from '@railyard/experiments';
import { type RunEvent } from '@railyard/database';
import { type JobDispatcher, type Storage } from '@railyard/jobs';
import { refused } from '../commands/storage.js';
import { CliError, ExitCode } from '../exit-code.js';

/** Whose runs they are: those of a service without keys, so that `railyard serve` shows them. */
const TENANT = 'default';

export interface RecordedRuns {
  run(prepared: PreparedExperiment): Promise<ExperimentResult>;
  close(): Promise<void>;
}

/** Opens the project's database, or the one in `file`. */
export async function recordedRuns(file?: string): Promise<RecordedRuns> {
  const { dispatchLocally, openStorage } = await import('@railyard/jobs');
  const storage = await openStorage(file === undefined ? {} : { database: { file } }).catch(refused);
  const dispatcher = dispatchLocally(storage, { threads: 2 });
  return {
    run: (prepared) => recorded(storage, dispatcher, prepared),
    close: async () => {
      await dispatcher.drain();
      await storage.close();
    },
  };
}

/** Computed in any case: a result that is there already must have the same bytes. */
async function recorded(
  storage: Storage,
  dispatcher: JobDispatcher,
  { id, document }: PreparedExperiment,
): Promise<ExperimentResult> {
  const { ENGINE_VERSION } = await import('@railyard/experiments');
  const experiment = {
    id,
    name: document.name,
    engineVersion: ENGINE_VERSION,
    document: canonicalJson(document),
  };
  const { run } = await storage.records.submissions.submit({ tenant: TENANT, experiment, force: true });
  const { TERMINAL_EVENTS } = await import('@railyard/database');
  const ended = untilEnded(dispatcher, run.id, TERMINAL_EVENTS);
  dispatcher.wake();
  const { type, data } = await ended;
  if (type !== 'succeeded')
    throw new CliError(
      ExitCode.failed,
      String(data.code ?? type),
      `Run ${run.id} ${type}: ${String(data.message ?? 'no reason given')}.`,
      hintFor(data.code),
    );
  const bytes = await storage.records.artifacts.read(id, 'result');
  if (bytes === null) throw new Error(`run ${run.id} succeeded, but its result is not stored`);
  return JSON.parse(bytes.toString('utf8')) as ExperimentResult;
}

const hintFor = (code: unknown): string =>
  code === 'diverged'
    ? 'Raise ENGINE_VERSION, or remove .railyard/railyard.db: the engine has changed since it was written.'
    : '';

function untilEnded(
  dispatcher: JobDispatcher,
  runId: string,
  endings: readonly RunEvent['type'][],
): Promise<RunEvent> {
  return new Promise((resolve) => {
    const stop = dispatcher.observe(runId, 0, (event) => {
      if (!endings.includes(event.type)) return;
      stop();
      resolve(event);
    });
  });
}
