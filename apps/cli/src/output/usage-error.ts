/** What commander finds wrong with words of a command, as a message and a hint of ours. */
import { type Command, type CommanderError } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';

/** @param words of the command line, by which the command is found */
export function usageError(error: CommanderError, program: Command, words: readonly string[]): CliError {
  const command = commandOf(program, words);
  const [message, hint] = said(error, command) ?? [bare(error), helpOf(command)];
  return new CliError(ExitCode.usage, 'usage', message, hint);
}

type Said = readonly [message: string, hint: string];

const bare = ({ message }: CommanderError): string => message.replace(/^error: /, '');

function said(error: CommanderError, command: Command): Said | undefined {
  const name = `\`${pathOf(command)}\``;
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  const [first = '', second = ''] = quoted;
  const suggestion = /\((Did you mean [^)]*)\)/.exec(error.message)?.[1];
  switch (error.code) {
    case 'commander.missingArgument':
      return [`${name} must have a ${first}.`, `Write it as \`${pathOf(command)} ${command.usage()}\`.`];
    case 'commander.optionMissingArgument':
      return [`${first} must have a value.`, `Write it as \`${first}\`.`];
    case 'commander.missingMandatoryOptionValue':
      return [`${name} must have ${first}.`, `Add \`${first}\`.`];
    case 'commander.unknownOption':
      return [`${first} is not an option of ${name}.`, suggestion ?? helpOf(command)];
    case 'commander.unknownCommand':
      return [`${first} is not a command of ${name}.`, suggestion ?? helpOf(command)];
    case 'commander.excessArguments':
      return [
        `${name} must have fewer arguments (${bare(error)
          .replace(/^.*?Expected/, 'expected')
          .replace(/\.$/, '')}).`,
        `Write it as \`${pathOf(command)} ${command.usage()}\`.`,
      ];
    case 'commander.invalidArgument': {
      const isOption = error.message.startsWith('error: option');
      const [of, value] = isOption ? [first, second] : [second, first];
      return [`${of} must be another value (got ${JSON.stringify(value)}).`, instead(error.message)];
    }
    default:
      return undefined;
  }
}

/** What follows in commander's message: the choices, or the sentence of our parser. */
function instead(message: string): string {
  const rest = message.replace(/^.*? is invalid(?: for argument '[^']*')?\.\s*/s, '');
  return rest.replace(/^Allowed choices are /, 'Use one of ');
}

const helpOf = (command: Command): string => `List what there is with \`${pathOf(command)} --help\`.`;

/** `railyard keys create` */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** The innermost command that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  const next = program.commands.find(
    (each) => each.name() === words[0] || each.aliases().includes(words[0] ?? ''),
  );
  if (next !== undefined) return commandOf(next, words.slice(1));
  const [word, ...others] = words;
  // Options of the program may stand before the command.
  return word?.startsWith('-') === true && program.parent === null ? commandOf(program, others) : program;
}
