/** A cluster by the name of a preset, or the Cluster document in a file. */
import { readDocument } from './read-document.js';

/** A preset's name as it is; else the document. @throws CliError when there is neither, InvalidDocumentError on a syntax error. */
export async function readCluster(name: string): Promise<unknown> {
  const { presetNames } = await import('@railyard/experiments');
  const looksLikeFile = /[./\\]|^-$/.test(name);
  return presetNames('cluster').includes(name) || !looksLikeFile ? name : (await readDocument(name)).document;
}
