/**
 * `railyard prune`: deletes what ended long ago from the database, and gives an SQLite file's space back to
 * the disk, also while the service runs.
 */
import { type Command } from 'commander';
import { print } from '../output/print.js';
import { wholeNumber } from './options.js';
import { databaseOf, withStorage } from './storage.js';

interface Options {
  readonly days: number;
  readonly database?: string;
}

interface Size {
  readonly before: number;
  readonly after: number;
  /** Why it is not as small as it could be. */
  readonly reason?: string;
}

const DAY_MS = 24 * 3600 * 1000;

export function registerPrune(program: Command): void {
  program
    .command('prune')
    .description('delete runs and sweeps that ended long ago, with results that nothing names any more')
    .requiredOption('--days <n>', 'keep what ended within so many days; 0 keeps nothing', wholeNumber(0))
    .option('--database <file|url>', 'SQLite file or postgres:// address (RAILYARD_DATABASE, DATABASE_URL)')
    .addHelpText('after', '\nExamples:\n  railyard prune --days 90')
    .action(async ({ days, database }: Options, command: Command) => {
      const { DEFAULT_DATABASE_FILE } = await import('@railyard/database');
      const { url, file = DEFAULT_DATABASE_FILE } = databaseOf(database);
      const { size, ...deleted } = await withStorage(database, async (storage) => {
        const measured = url === undefined ? await bytesOf(file) : undefined;
        const gone = await storage.records.retention.deleteEnded(Date.now() - days * DAY_MS);
        const reason = await compacted(() => storage.database.compact());
        const size =
          measured === undefined ? undefined : { before: measured, after: await bytesOf(file), ...reason };
        return { ...gone, size };
      });
      await print(command, {
        data: { ...deleted, ...(size === undefined ? {} : { fileBytes: size }) },
        tables: [],
        notes: [
          `Deleted: ${counted(deleted.runs, 'run')}, ${counted(deleted.sweeps, 'sweep')}.`,
          size === undefined ? 'PostgreSQL uses the space again.' : sentenceOf(file, size),
        ],
      });
    });
}

async function bytesOf(file: string): Promise<number> {
  const { statSync } = await import('node:fs');
  return statSync(file).size;
}

/** Another process may hold the file for longer than this waits. */
async function compacted(compact: () => Promise<void>): Promise<Pick<Size, 'reason'>> {
  const { isDatabaseUnavailable, isDiskFull } = await import('@railyard/database');
  try {
    await compact();
    return {};
  } catch (error) {
    if (isDiskFull(error)) return { reason: 'the disk has no room for the copy that compacting needs' };
    if (isDatabaseUnavailable(error)) return { reason: 'another process uses the file' };
    throw error;
  }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const sentenceOf = (file: string, { before, after, reason }: Size): string =>
  reason === undefined
    ? `${file}: ${megabytes(before)} before, ${megabytes(after)} now.`
    : `${file} is not compacted (${reason}): ${megabytes(after)}, of which what is free is used again.`;
