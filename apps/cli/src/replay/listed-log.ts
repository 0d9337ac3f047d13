/** A recorded fault log as part of the document: what a service takes. */
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { withDefinitions } from '../service/definitions.js';
import { type RemoteService, type Submitted } from '../service/remote-service.js';
import { type LogOptions, readFaultLog } from './read-log.js';

/**
 * The document with the faults of the file in its replay section.
 * @throws CliError when the file cannot be read or holds more faults than a document may list
 */
export async function withLog(
  service: RemoteService,
  { source, document }: Submitted,
  file: string,
  options: LogOptions,
): Promise<Submitted> {
  const { JobOnMachine, MOST_LOGGED_FAULTS, prepareExperiment, replayRequest } =
    await import('@railyard/experiments');
  const { recordedFaults } = await import('@railyard/replay');
  const written = (await withDefinitions(service, source, document)) as Readonly<Record<string, unknown>>;
  const { document: prepared } = about(source, () => prepareExperiment(written));
  const { replay: section } = prepared;
  if (section === undefined) throw new Error('a document that is replayed has its section');
  const request = replayRequest(new JobOnMachine(prepared), section);
  const { profile, fleet } = request;
  const log = await readFaultLog(file, request, options);
  if (log.length > MOST_LOGGED_FAULTS)
    throw new CliError(
      ExitCode.usage,
      'too-many',
      `The log must have at most ${MOST_LOGGED_FAULTS} faults for a service (got ${log.length}).`,
      'Add --local: a replay here reads logs of any length.',
    );
  const replay = { ...(written.replay as object), faultLog: [...recordedFaults(log, profile, fleet)] };
  return { source, document: { ...written, replay } };
}
