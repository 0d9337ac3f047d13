/** Which service is meant: the flag, then the environment; none means that this process computes. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { duration } from './duration.js';

export interface ServiceOptions {
  readonly server?: string;
  readonly local?: true;
  readonly detach?: true;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Where a service is, and the key that it may want. */
export interface ServiceAddress {
  readonly url: string;
  readonly apiKey?: string;
  /** By the option and not by the environment: the next command needs it too. */
  readonly byOption: boolean;
  /** Work there is waited for so long, in all; absent: to its end. */
  readonly timeoutMs?: number;
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

/** For commands that wait for what a service does. */
export const untilTimeout = (command: Command): Command =>
  command.option(
    '--timeout <duration>',
    'with a service: wait no longer, e.g. 90s, 10m, 1h30m; the work goes on there (exit code 124)',
    duration,
  );

/** For those of them that need not wait for what they have done. */
export const orDetached = (command: Command): Command =>
  untilTimeout(orByService(command)).option('--detach', 'with --server: do not wait for the end');

/** For commands that are about a service. */
export const atService = (command: Command): Command => command.option(...SERVER);

/**
 * Undefined when this process is to compute. @throws CliError when the address is none, or when there is
 * nothing to be detached from.
 */
export function serviceAddress(options: ServiceOptions): ServiceAddress | undefined {
  const { server, local, detach, timeout } = options;
  if (local === true && server !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--local must be used without --server.',
      'Leave one of them out.',
    );
  if (detach === true && timeout !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      '--timeout must be used without --detach.',
      'Leave one of them out: --detach does not wait.',
    );
  const named = server ?? (process.env.RAILYARD_SERVER || undefined);
  if (local === true || named === undefined) return withoutService(options);
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
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
}

/** @throws CliError on options that are about waiting for one. */
function withoutService({ detach, timeout }: ServiceOptions): undefined {
  const given = detach === true ? '--detach' : timeout === undefined ? undefined : '--timeout';
  if (given === undefined) return undefined;
  throw new CliError(
    ExitCode.usage,
    'usage',
    `${given} must be used with a service.`,
    'Add --server http://127.0.0.1:3000.',
  );
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
