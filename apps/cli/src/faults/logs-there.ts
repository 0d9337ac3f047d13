/** Logs read, fitted and checked by a service: one log at a time, as the file has it. */
import { type ServiceCalls } from '@railyard/client';
import { CliError, ExitCode } from '../exit-code.js';
import { sentFile } from '../service/sent-file.js';

/** The options of a log as the routes name them; absent where they were not given. */
export interface LogQueryOptions {
  readonly map: readonly string[];
  readonly class: readonly string[];
  readonly anonymise?: true;
  readonly profile?: string;
  readonly name: string;
}

export type FaultsRoute = '/v1/faults/read' | '/v1/faults/fit' | '/v1/faults/check';

/** @throws CliError when there are several logs, or one cannot be read. */
export async function logThere(
  calls: ServiceCalls,
  route: FaultsRoute,
  logs: readonly string[],
  { map, class: classes, anonymise, ...stated }: LogQueryOptions,
) {
  const [log = ''] = logs;
  if (logs.length > 1)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `A service must be given one log (got ${logs.length}).`,
      'Add --local, or join the logs.',
    );
  const query = {
    ...stated,
    ...(map.length === 0 ? {} : { map: map.join(',') }),
    ...(classes.length === 0 ? {} : { classes: classes.join(',') }),
    ...(anonymise === true ? { anonymise: 'true' } : {}),
  };
  return calls.POST(route, { params: { query }, ...(await sentFile(log)) } as never);
}
