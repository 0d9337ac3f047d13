/** Recordings as they are named on the command line: files, folders with a file for each rank, an archive. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TraceFile } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { piecesOf, unpackedPieces } from '../input/read-bytes.js';

export interface TraceSource {
  /** What to call all of them in messages. */
  readonly name: string;
  /** Where they are files of their own. */
  readonly paths: readonly string[];
  /** The archive that holds them all. */
  readonly archive?: string;
  readonly files: () => AsyncIterable<TraceFile>;
}

/** A kernel trace, or a Chakra execution trace. */
const isKnown = (name: string): boolean => /\.(?:json|et)(?:\.gz)?$/.test(name);

/** @throws CliError on a folder without a trace, and on an archive that is not named alone */
export async function traceSource(names: readonly string[]): Promise<TraceSource> {
  const { isArchiveName } = await import('@railyard/profile');
  const archive = names.find(isArchiveName);
  if (archive === undefined) {
    const paths = await traceFiles(names);
    return { name: names.length === 1 ? (names[0] ?? '') : 'a trace', paths, files: () => opened(paths) };
  }
  if (names.length > 1)
    throw new CliError(
      ExitCode.usage,
      'not-applicable',
      `An archive must be named alone (got ${names.length} names).`,
      'Name the archive, or the files.',
    );
  const { archivedFiles } = await import('@railyard/profile');
  return {
    name: archive,
    paths: [],
    archive,
    files: () =>
      archivedFiles(
        piecesOf(archive),
        (member) => unpackedPieces(`${archive} ${member.name}`, member.pieces),
        isKnown,
      ),
  };
}

/** Files as named; a folder stands for the traces in it. */
async function traceFiles(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const isFolder = await stat(name).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!isFolder) files.push(name);
    else {
      const inside = (await readdir(name)).filter(isKnown).sort();
      if (inside.length === 0)
        throw new CliError(
          ExitCode.notFound,
          'no-trace',
          `${name} must hold a trace (got none that ends in .json, .json.gz or .et).`,
          'Name the folder that holds a file for each rank.',
        );
      files.push(...inside.map((file) => join(name, file)));
    }
  }
  return files;
}

async function* opened(paths: readonly string[]): AsyncGenerator<TraceFile> {
  for (const path of paths) yield { name: path, pieces: piecesOf(path) };
}
