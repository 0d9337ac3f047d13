/** A part of a request by the name of a preset, or from a file. */
import { type JsonSchema } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { writtenDocument } from './read-document.js';

/**
 * A preset's name as it is; else the document in the file, where the schema takes one.
 * @throws CliError when there is neither, InvalidDocumentError on a syntax error.
 */
export async function namedPart(schema: JsonSchema, name: string): Promise<unknown> {
  const { presetNames } = await import('@railyard/experiments');
  const { 'x-preset': preset, 'x-document': document } = schema;
  const names = preset === undefined ? [] : presetNames(preset);
  if (names.includes(name)) return name;
  const written = document === undefined ? undefined : await writtenDocument(name);
  if (written !== undefined) return written.document;
  const places = [
    ...(document === undefined ? [] : ['file']),
    ...(preset === undefined ? [] : [`${preset} preset`]),
  ];
  const file = document === undefined ? [] : [`a file with a ${document} document`];
  const presets = names.length === 0 ? [] : [`one of the presets ${names.join(', ')}`];
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `There is no ${places.join(' and no ')} \`${name}\`.`,
    `Name ${[...file, ...presets].join(', or ')}.`,
  );
}
