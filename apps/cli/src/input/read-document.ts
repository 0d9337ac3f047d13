/** A document from a file, from standard input, or by the name of an experiment preset. */
import { readFile, stat } from 'node:fs/promises';
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { withCalibrationFile } from './own-calibration.js';

export interface NamedDocument {
  /** What to call it in messages. */
  readonly source: string;
  readonly document: unknown;
}

/** Bytes of a file that is read at all; the parser has its own limit. */
const MAX_BYTES = 16_000_000;

/**
 * @throws CliError when there is neither a file nor a preset of that name; InvalidDocumentError on a syntax
 * error.
 */
export async function readDocument(name: string): Promise<NamedDocument> {
  const { experimentFromPreset, presetNames } = await import('@railyard/experiments');
  const written = await writtenDocument(name);
  if (written !== undefined) return written;
  if (presetNames('experiment').includes(name)) return { source: name, document: experimentFromPreset(name) };
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `There is no file and no experiment preset \`${name}\`.`,
    `Name a file, or one of the presets ${presetNames('experiment').join(', ')}.`,
  );
}

/**
 * From a file or standard input alone; undefined when there is no such file. @throws CliError when it cannot
 * be read, InvalidDocumentError on a syntax error.
 */
export async function writtenDocument(name: string): Promise<NamedDocument | undefined> {
  const { parseText } = await import('@railyard/experiments');
  const text = await textOf(name);
  if (text === undefined) return undefined;
  await refuseOtherFiles(name, text);
  const source = name === '-' ? 'standard input' : name;
  const document = about(source, () => parseText(text));
  return { source, document: await withCalibrationFile(document, name === '-' ? undefined : name) };
}

/** The text of a file or of standard input; undefined when there is no such file. */
export const textOf = (name: string): Promise<string | undefined> =>
  name === '-' ? standardInput() : fileText(name);

/** A file that another program reads is no document, but one can be made of it. */
async function refuseOtherFiles(name: string, text: string): Promise<void> {
  const { kindOfFile, optionOf, wordFor } = await import('@railyard/intake');
  const kind = kindOfFile({ name, text });
  if (kind === undefined) return;
  throw new CliError(
    ExitCode.usage,
    'other-file',
    `${name} must be a document of Railyard (got ${wordFor(kind)}).`,
    `Run \`railyard init --${optionOf(kind)} ${name}\`.`,
  );
}

/** Undefined when there is no such file. */
async function fileText(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new CliError(
        ExitCode.usage,
        'not-a-file',
        `${path} must be a file (got a directory).`,
        'Name a YAML or JSON file.',
      );
    if (found.size > MAX_BYTES)
      throw new CliError(
        ExitCode.usage,
        'too-big',
        `${path} must have at most ${MAX_BYTES} bytes (got ${found.size}).`,
        'Split it into several documents.',
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CliError(
      ExitCode.notFound,
      'unreadable',
      `${path} cannot be read (${code ?? 'unknown cause'}).`,
      'Check that the file exists and may be read.',
    );
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new CliError(
        ExitCode.usage,
        'too-big',
        `Standard input must have at most ${MAX_BYTES} bytes.`,
        'Split it into several documents.',
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
