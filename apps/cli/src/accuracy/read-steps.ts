/** Measured steps of one GPU: a JSON file of the user's, or the sets that ship with the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type StepFile } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';

/** From dist/apps/cli/src/accuracy, where this file runs. */
const SHIPPED = ['host-bound.json', 'inference-steps.json'].map((name) =>
  fileURLToPath(new URL(`../../../../../test/data/${name}`, import.meta.url)),
);

/** @throws CliError when the file is not there or holds no steps. */
export async function readSteps(path: string | undefined): Promise<readonly StepFile[]> {
  const { isStepFile } = await import('@railyard/experiments');
  return (path === undefined ? SHIPPED : [path]).map((one) => {
    if (!existsSync(one))
      throw new CliError(ExitCode.notFound, 'not-found', `There is no file ${one}.`, 'Check the path.');
    const file = contentOf(one);
    if (isStepFile(file)) return file;
    throw unknownForm(one, 'it must be an object with `device` and `rows`, each with `stepMs` or `phase`');
  });
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw unknownForm(path, error instanceof Error ? error.message : String(error));
  }
}

const unknownForm = (path: string, why: string): CliError =>
  new CliError(
    ExitCode.usage,
    'unknown-form',
    `${path} holds no measured steps: ${why}.`,
    'Give the columns of test/data/host-bound.json or inference-steps.json.',
  );
