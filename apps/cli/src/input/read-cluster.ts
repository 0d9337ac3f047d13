/** A cluster by the name of a preset, or the Cluster document in a file. */
import { CliError, ExitCode } from '../exit-code.js';
import { writtenDocument } from './read-document.js';

/**
 * A preset's name as it is; else the document. @throws CliError when there is neither, InvalidDocumentError
 * on a syntax error.
 */
export async function readCluster(name: string): Promise<unknown> {
  const { presetNames } = await import('@railyard/experiments');
  const names = presetNames('cluster');
  if (names.includes(name)) return name;
  const written = await writtenDocument(name);
  if (written === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no file and no cluster preset \`${name}\`.`,
      `Name a file, or one of the presets ${names.join(', ')}.`,
    );
  return written.document;
}
