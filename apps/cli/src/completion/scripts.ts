/** Completion of command lines as scripts for shells, made from the commands as they are declared. */
import { type Command, type Option } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What may follow a command. */
interface Node {
  /** Words up to here, without the name of the program: `sweeps list`. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

export function completionScript(shell: Shell, program: Command): string {
  const nodes = nodesOf(program);
  switch (shell) {
    case 'bash':
      return bash(nodes);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(nodes)}`;
    case 'fish':
      return fish(nodes);
  }
}

function nodesOf(program: Command, path: readonly string[] = [], shared: readonly Option[] = []): Node[] {
  const options = [...shared, ...program.options];
  const commands = program.commands.map((command) => ({
    word: command.name(),
    about: command.description(),
  }));
  const flags = options.flatMap(({ long, description }) =>
    long === null || long === undefined ? [] : [{ word: long, about: description }],
  );
  return [
    { path: path.join(' '), words: [...commands, ...flags] },
    ...program.commands.flatMap((command) => nodesOf(command, [...path, command.name()], program.options)),
  ];
}

/** Words of the command that is typed so far; files where nothing of it begins as the last word does. */
function bash(nodes: readonly Node[]): string {
  const cases = nodes.map(
    ({ path, words }) => `    '${path}') echo '${words.map(({ word }) => word).join(' ')}' ;;`,
  );
  return [
    '_railyard_words() {',
    '  case "$1" in',
    ...cases,
    '  esac',
    '}',
    '_railyard() {',
    '  local path="" next word current="${COMP_WORDS[COMP_CWORD]}"',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    next="${path:+$path }$word"',
    '    [ -n "$(_railyard_words "$next")" ] && path="$next"',
    '  done',
    '  COMPREPLY=($(compgen -W "$(_railyard_words "$path")" -- "$current"))',
    '  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))',
    '}',
    'complete -F _railyard railyard',
    '',
  ].join('\n');
}

function fish(nodes: readonly Node[]): string {
  const line = ({ path, words }: Node): readonly string[] =>
    words.map(({ word, about }) => {
      const seen = path
        .split(' ')
        .filter((part) => part !== '')
        .map((part) => `__fish_seen_subcommand_from ${part}`)
        .join('; and ');
      const condition = seen === '' ? '__fish_use_subcommand' : seen;
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c railyard -n '${condition}' ${what} -d '${about.replace(/'/g, "\\'")}'`;
    });
  return `${nodes.flatMap(line).join('\n')}\n`;
}
