/** From what the user named on the command line to an experiment that is ready to run. */
import { type PreparedExperiment } from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { withCalibrationFile } from './own-calibration.js';
import { type NamedDocument, readDocument } from './read-document.js';

export interface Changes {
  /** `path=value` texts. */
  readonly set: readonly string[];
  readonly seed?: number;
  readonly ignoreMemory?: boolean;
  /** Parts of the network. */
  readonly fail?: readonly string[];
  readonly degrade?: readonly string[];
  /** Parts that are down for a while. */
  readonly flap?: readonly string[];
  readonly reroute?: number;
}

const NO_CHANGES: Changes = { set: [] };

/** @throws CliError when there is no such file or preset, InvalidDocumentError with every issue. */
export async function prepareNamed(name: string, changes: Changes = NO_CHANGES): Promise<PreparedExperiment> {
  return prepare(await readDocument(name), changes);
}

export async function prepare(
  named: NamedDocument,
  changes: Changes = NO_CHANGES,
): Promise<PreparedExperiment> {
  const { prepareExperiment } = await import('@railyard/experiments');
  const { source, document } = await changed(named, changes);
  return about(source, () => prepareExperiment(document));
}

/** An experiment as written, with the changes put in and nothing expanded: what a service takes. */
export async function changed(
  { source, document }: NamedDocument,
  { set, seed, ignoreMemory, fail = [], degrade = [], flap = [], reroute }: Changes = NO_CHANGES,
): Promise<NamedDocument> {
  const { applyOverrides } = await import('@railyard/experiments');
  if (kindOf(document) === 'Sweep')
    throw new CliError(
      ExitCode.usage,
      'wrong-kind',
      `${source} must be an experiment (got a sweep).`,
      'Run it with `railyard sweep`.',
    );
  const broken = [...fail, ...degrade];
  const texts = [
    ...set,
    ...(seed === undefined ? [] : [`seed=${seed}`]),
    ...(ignoreMemory === true ? ['ignoreMemory=true'] : []),
    ...(broken.length === 0 ? [] : [`fail=${JSON.stringify(broken)}`]),
    ...(flap.length === 0 ? [] : [`flap=${JSON.stringify(flap)}`]),
    ...(reroute === undefined ? [] : [`reroute=${reroute}`]),
  ];
  if (texts.length === 0) return { source, document };
  const overridden = about('--set', () => applyOverrides(document, texts));
  return { source, document: await withCalibrationFile(overridden) };
}

/** Which kind a document says that it is of. */
export const kindOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'kind' in document ? document.kind : undefined;
