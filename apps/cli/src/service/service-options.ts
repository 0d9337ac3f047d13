/** Which service is meant: the flag, then the environment; none means that this process computes. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';

export interface ServiceOptions {
  readonly server?: string;
  readonly local?: true;
  readonly detach?: true;
}

/** Where a service is, and the key that it may want. */
export interface ServiceAddress {
  readonly url: string;
  readonly apiKey?: string;
  /** By the option and not by the environment: the next command needs it too. */
  readonly byOption: boolean;
}

/** A command about what is at a service, to be printed and typed as it is. */
export const commandAt = ({ url, byOption }: ServiceAddress, words: string): string =>
  `\`railyard ${words}${byOption ? ` --server ${url}` : ''}\``;

const SERVER = [
  '--server <url>',
  'a service, e.g. http://127.0.0.1:3000 (RAILYARD_SERVER); its key is read from RAILYARD_API_KEY',
] as const;

/** For commands that compute here unless a service is named. */
export const orByService = (command: Command): Command =>
  command
    .option(SERVER[0], `have it done by ${SERVER[1]}`)
    .option('--local', 'compute here although RAILYARD_SERVER is set');

/** For those of them that wait for what they have done. */
export const orDetached = (command: Command): Command =>
  orByService(command).option('--detach', 'with --server: do not wait for the end');

/** For commands that are about a service. */
export const atService = (command: Command): Command => command.option(...SERVER);

/**
 * Undefined when this process is to compute. @throws CliError when the address is none, or when there is
 * nothing to be detached from.
 */
export function serviceAddress({ server, local, detach }: ServiceOptions): ServiceAddress | undefined {
  if (local === true && server !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--local must be used without --server.',
      'Leave one of them out.',
    );
  const named = server ?? (process.env.RAILYARD_SERVER || undefined);
  if (local === true || named === undefined) {
    if (detach === true)
      throw new CliError(
        ExitCode.usage,
        'usage',
        '--detach must be used with a service.',
        'Add --server http://127.0.0.1:3000.',
      );
    return undefined;
  }
  if (!URL.canParse(named) || !/^https?:$/.test(new URL(named).protocol)) {
    throw new CliError(
      ExitCode.usage,
      'usage',
      `--server must be an http or https address (got ${named}).`,
      'Use for example --server http://127.0.0.1:3000.',
    );
  }
  const apiKey = process.env.RAILYARD_API_KEY || undefined;
  return {
    url: named.replace(/\/+$/, ''),
    byOption: server !== undefined,
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}

/** @throws CliError when no service is named. */
export function namedService(options: ServiceOptions): ServiceAddress {
  const address = serviceAddress(options);
  if (address === undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      'A service must be named.',
      'Add --server http://127.0.0.1:3000, or set RAILYARD_SERVER.',
    );
  return address;
}
