/** Files of other programs, and models by the name of a file or a preset. */
import { type SourceFile } from '@railyard/intake';
import { CliError, ExitCode } from '../exit-code.js';
import { textOf } from './read-document.js';

/** @throws CliError when there is no such file. */
export async function sourceFile(name: string): Promise<SourceFile> {
  const text = await textOf(name);
  if (text !== undefined) return { name, text };
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `There is no file \`${name}\`.`,
    'Name a file of the kind that the option takes.',
  );
}

/** A file of that name, or the model preset that is called so or has that id on the model hub. */
export async function modelFile(name: string): Promise<SourceFile | { readonly preset: string }> {
  const text = await textOf(name);
  if (text !== undefined) return { name, text };
  const { presetNames } = await import('@railyard/experiments');
  if (presetNames('model').includes(name)) return { preset: name };
  const { presetOfHubId } = await import('@railyard/intake');
  const preset = presetOfHubId(name);
  if (preset !== undefined) return { preset };
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `There is no file and no model preset \`${name}\`.`,
    `Name a file, or one of the presets ${presetNames('model').join(', ')}.`,
  );
}
