/** `railyard completion <shell>`: a script that completes commands and options. */
import { Argument, type Command } from 'commander';
import { type Shell, SHELLS, completionScript } from '../completion/scripts.js';

export function registerCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(railyard completion bash)
  railyard completion zsh > ~/.railyard-completion.zsh
  railyard completion fish > ~/.config/fish/completions/railyard.fish`,
    )
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, program));
    });
}
