/** `railyard bench [suite...]`: every claim of speed and accuracy, each alongside its floor. */
import { type Command } from 'commander';
import { formatOf } from '../output/format.js';

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('measure speed and the error of the kernel model on this machine, with their floors')
    .argument('[suites...]', 'default: all of them')
    .addHelpText('after', '\nExamples:\n  railyard bench\n  railyard bench schedule --json')
    .action(async (suites: readonly string[], _options: unknown, command: Command) => {
      // The benchmark is a program of its own that reads its arguments from the process.
      process.argv.splice(
        2,
        process.argv.length,
        ...suites,
        ...(formatOf(command) === 'json' ? ['--json'] : []),
      );
      await import('../../../../bench/main.js');
    });
}
