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

/** The file of that name, or undefined where there is none but a model preset is called so. */
export async function modelFile(name: string): Promise<SourceFile | undefined> {
  const text = await textOf(name);
  if (text !== undefined) return { name, text };
  const { presetNames } = await import('@railyard/experiments');
  if (presetNames('model').includes(name)) return undefined;
  throw new CliError(
    ExitCode.notFound,
    'not-found',
    `There is no file and no model preset \`${name}\`.`,
    `Name a file, or one of the presets ${presetNames('model').join(', ')}.`,
  );
}
