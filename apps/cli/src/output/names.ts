/** `-o name`: the id or name alone, of commands that list, make or change what has one. */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { type ServiceOptions, serviceAddress } from '../service/service-options.js';
import { formatOf } from './format.js';

const GROUPS = ['runs', 'sweeps'];
/** Of a new key the secret is what one wants, and it is shown this once. */
const LISTS = ['presets', 'keys list', 'keys revoke'];
/** They have an id when a service does them. */
const SUBMIT = ['run', 'replay', 'sweep'];

export const nameless = (): CliError =>
  new CliError(
    ExitCode.usage,
    'usage',
    '--output name must be used with presets, keys list, runs or sweeps, or with run, replay or sweep and ' +
      'a service.',
    'Use -o json, or add --server http://127.0.0.1:3000.',
  );

/** Before anything is computed. @throws CliError where there is going to be no id to print. */
export function requireNames(command: Command): void {
  if (formatOf(command) !== 'name') return;
  const parent = command.parent?.name() ?? '';
  const words = command.parent?.parent ? `${parent} ${command.name()}` : command.name();
  if (GROUPS.includes(parent) || LISTS.includes(words)) return;
  const options: ServiceOptions & { readonly dryRun?: boolean } = command.opts();
  if (!SUBMIT.includes(command.name()) || options.dryRun === true || serviceAddress(options) === undefined)
    throw nameless();
}
