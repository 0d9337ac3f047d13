/** `-o name`: the id alone, of commands that make, change or list runs and sweeps of a service. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { type ServiceOptions, serviceAddress } from '../service/service-options.js';
import { formatOf } from './format.js';

const AT_SERVICE = ['runs', 'sweeps'];
/** They have an id when a service does them. */
const SUBMIT = ['run', 'replay', 'sweep'];

export const nameless = (): CliError =>
  new CliError(
    ExitCode.usage,
    'usage',
    '--output name must be used with runs, sweeps, or with run, replay or sweep and a service.',
    'Use -o json, or add --server http://127.0.0.1:3000.',
  );

/** Before anything is computed. @throws CliError where there is going to be no id to print. */
export function requireNames(command: Command): void {
  if (formatOf(command) !== 'name' || AT_SERVICE.includes(command.parent?.name() ?? '')) return;
  const options: ServiceOptions & { readonly dryRun?: boolean } = command.opts();
  if (!SUBMIT.includes(command.name()) || options.dryRun === true || serviceAddress(options) === undefined)
    throw nameless();
}
