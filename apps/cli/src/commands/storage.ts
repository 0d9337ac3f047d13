/** The project's database, for commands that work on it directly. */
import { type Storage } from '@railyard/jobs';
import { CliError, ExitCode } from '../exit-code.js';

/** Which database is meant: the flag, then the environment, then the default. */
export function databaseOf(flag: string | undefined): { readonly url?: string; readonly file?: string } {
  const named = flag ?? (process.env.DATABASE_URL || process.env.RAILYARD_DATABASE || undefined);
  if (named === undefined) return {};
  return /^postgres(ql)?:/.test(named) ? { url: named } : { file: named };
}

export async function withStorage<Value>(
  flag: string | undefined,
  work: (storage: Storage) => Promise<Value>,
): Promise<Value> {
  const { openStorage } = await import('@railyard/jobs');
  const storage = await openStorage({ database: databaseOf(flag) }).catch(refused);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/** A database that must not be touched is the user's matter, not a bug. */
export function refused(error: Error): never {
  if (error.name === 'RefusedDatabaseError') throw new CliError(ExitCode.usage, 'refused', error.message);
  throw error;
}
