/** The PriceList document in a file. */
import { CliError, ExitCode } from '../exit-code.js';
import { type NamedDocument, writtenDocument } from './read-document.js';

/** @throws CliError when there is no such file, InvalidDocumentError on a syntax error. */
export async function readPrices(name: string): Promise<NamedDocument> {
  const written = await writtenDocument(name);
  if (written === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `There is no file \`${name}\`.`,
      'Name a PriceList document such as examples/prices.yaml.',
    );
  return written;
}
