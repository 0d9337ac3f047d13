import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { usageError } from './usage-error.js';

function programOf(): Command {
  const program = new Command('railyard').exitOverride().configureOutput({ outputError: () => undefined });
  const play = program.command('play').argument('<file>').option('--set <key=value>');
  const whole = (word: string): number => {
    if (!/^\d+$/.test(word)) throw new InvalidArgumentError('Use a whole number of at least 1.');
    return Number(word);
  };
  play
    .addOption(new Option('-f, --form <form>').choices(['table', 'csv']))
    .option('--ranks <n>', '', whole)
    .action(() => undefined);
  program.command('keys').command('create').requiredOption('--name <name>');
  return program;
}

function saidOf(words: readonly string[]): readonly [string, string] {
  const program = programOf();
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    const { message, hint, code, exitCode } = usageError(error as CommanderError, program, words);
    expect([code, exitCode]).toEqual(['usage', 2]);
    return [message, hint];
  }
  throw new Error('Nothing was wrong.');
}

it.each([
  ['play', '`railyard play` must have a file.', 'Write it as `railyard play [options] <file>`.'],
  ['play a --bogus', '--bogus is not an option of `railyard play`.', /^List .* `railyard play --help`\.$/],
  ['play a --st', '--st is not an option of `railyard play`.', 'Did you mean --set?'],
  ['play a --ranks', '--ranks <n> must have a value.', 'Write it as `--ranks <n>`.'],
  ['play a --ranks x', '--ranks <n> must be another value (got "x").', 'Use a whole number of at least 1.'],
  ['play a -f x', '-f, --form <form> must be another value (got "x").', 'Use one of table, csv.'],
  ['play a b', /^`railyard play` must have fewer arguments \(expected 1 argument but got 2/, /^Write it as /],
  ['paly', 'paly is not a command of `railyard`.', 'Did you mean play?'],
  ['keys create', '`railyard keys create` must have --name <name>.', 'Add `--name <name>`.'],
])('%s', (words, message, hint) => {
  const [said, then] = saidOf(words.split(' '));
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
  if (typeof hint === 'string') expect(then).toBe(hint);
  else expect(then).toMatch(hint);
});
