/**
 * `railyard backup` and `railyard restore`: whole copies of the SQLite file, taken while the service runs.
 */
import { type Command } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { print } from '../output/print.js';
import { databaseOf, refused } from './storage.js';

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the whole database while the service runs')
    .argument('<target>', 'file to write; it must not exist')
    .option('--database <file>', 'SQLite file (RAILYARD_DATABASE)')
    .addHelpText('after', '\nExamples:\n  railyard backup monday.db')
    .action(async (target: string, { database }: { readonly database?: string }, command: Command) => {
      const { DEFAULT_DATABASE_FILE, backupDatabase } = await import('@railyard/database');
      const { url, file } = databaseOf(database);
      if (url !== undefined)
        throw new CliError(
          ExitCode.usage,
          'not-sqlite',
          '`railyard backup` copies SQLite files alone (got a PostgreSQL address).',
          'Use pg_dump.',
        );
      await backupDatabase(file ?? DEFAULT_DATABASE_FILE, target).catch(refused);
      await print(command, { data: { backup: target }, tables: [], notes: [`Written: ${target}`] });
    });
  program
    .command('restore')
    .description('check a backup and restore it to a new file')
    .argument('<backup>', 'file that `railyard backup` wrote')
    .argument('<file>', 'database file to make; it must not exist')
    .addHelpText('after', '\nExamples:\n  railyard restore monday.db .railyard/railyard.db')
    .action(async (backup: string, file: string, _options: unknown, command: Command) => {
      const { restoreDatabase } = await import('@railyard/database');
      await restoreDatabase(backup, file).catch(refused);
      await print(command, { data: { database: file }, tables: [], notes: [`Restored: ${file}`] });
    });
}
