/** `railyard config`: the settings of the command, and where each comes from. */
import { type Command } from 'commander';
import { formatOf } from '../output/format.js';
import { print } from '../output/print.js';
import { terminalWidth } from '../output/terminal-width.js';

interface Setting {
  readonly setting: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
}

export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('list the settings of the command and where each comes from: option, environment or default')
    .option('--server <url>', 'the service that computes')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard config\n  RAILYARD_SERVER=http://127.0.0.1:3000 railyard config --json',
    )
    .action(async ({ server }: { readonly server?: string }, command: Command) => {
      const settings = [
        ofCommand('server', 'RAILYARD_SERVER', 'here', 'where run, replay, sweep and others compute', server),
        secret('key', 'RAILYARD_API_KEY', 'the key of the service; never an option'),
        ofCommand('colour', 'NO_COLOR', 'as the terminal', 'any value turns it off'),
        ofCommand('database', 'RAILYARD_DATABASE', '.railyard/railyard.db', 'runs, and their backups'),
        {
          setting: 'output',
          value: formatOf(command),
          from: command.optsWithGlobals()['json'] === true ? 'option --json' : outputFrom(program),
          about: 'how results are printed',
        },
        {
          setting: 'width',
          value: String(terminalWidth() ?? 'as wide as they are'),
          from: widthFrom(),
          about: 'columns of tables',
        },
      ];
      await print(command, {
        data: { settings },
        tables: [
          {
            columns: ['setting', 'value', 'from', 'what it is'],
            rows: settings.map(({ setting, value, from, about }) => [setting, value, from, about]),
          },
        ],
        notes: [
          'Settings of the service stand in docs/operating.md; `railyard serve` checks them when it starts.',
        ],
      });
    });
}

function ofCommand(
  setting: string,
  variable: string,
  otherwise: string,
  about: string,
  option?: string,
): Setting {
  const environment = process.env[variable];
  if (option !== undefined) return { setting, value: option, from: `option --${setting}`, about };
  if (environment !== undefined && environment !== '')
    return { setting, value: environment, from: `environment ${variable}`, about };
  return { setting, value: otherwise, from: `default (${variable} is not set)`, about };
}

/** Whether it is there, and nothing of it. */
function secret(setting: string, variable: string, about: string): Setting {
  const isSet = (process.env[variable] ?? '') !== '';
  return {
    setting,
    value: isSet ? 'set' : 'not set',
    from: isSet ? `environment ${variable}` : `default (${variable} is not set)`,
    about,
  };
}

const outputFrom = (program: Command): string =>
  program.getOptionValueSource('output') === 'cli' ? 'option --output' : 'default';

const widthFrom = (): string =>
  process.stdout.isTTY
    ? 'the terminal'
    : Number(process.env['COLUMNS']) > 0
      ? 'environment COLUMNS'
      : 'default (no terminal)';
