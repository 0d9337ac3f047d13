/** An archive of recordings, compared in a thread of its own. */
import { type MessagePort } from 'node:worker_threads';
import { InvalidDocumentError } from '@railyard/base';
import {
  type PreparedExperiment,
  comparedStep,
  experimentFromPreset,
  parseText,
  prepareExperiment,
  presetNames,
} from '@railyard/experiments';
import {
  type ComparedProfile,
  type TraceFile,
  archivedFiles,
  comparedRanks,
  comparedSides,
  isTraceName,
} from '@railyard/profile';
import { outputOf } from '../threads/thread-output.js';
import { Allowance, gunzipped, received } from './received-pieces.js';

export interface ComparisonTask {
  /** Pieces of the archive come in here, each when it is asked for; null after the last. */
  readonly pieces: MessagePort;
  readonly isPacked: boolean;
  readonly wanted: 'ranks' | 'difference';
  /** Experiment preset whose step is the other side of a difference. */
  readonly against?: string | undefined;
}

/** Member that is the other side of a difference: a document in place of a recording. */
const EXPERIMENT = /(?:^|\/)experiment\.ya?ml$/;
/** Bytes of a document. */
const MAX_DOCUMENT = 1_000_000;

export default ({ pieces, isPacked, wanted, against }: ComparisonTask) =>
  outputOf(async () => {
    try {
      const archive = new Allowance().within(received(pieces, isPacked));
      const allowance = new Allowance();
      const bounded = ({ name, pieces: own }: TraceFile): TraceFile => ({
        name,
        pieces: allowance.within(own),
      });
      const files = async function* (isKnown = isTraceName): AsyncGenerator<TraceFile> {
        for await (const file of archivedFiles(archive, (packed) => gunzipped(packed.pieces), isKnown))
          yield bounded(file);
      };
      if (wanted === 'ranks') return await comparedRanks(files());
      const step = against === undefined ? undefined : comparedStep(presetNamed(against));
      return await comparedSides(
        files((name) => isTraceName(name) || (step === undefined && EXPERIMENT.test(name))),
        { stepOf, against: step },
      );
    } finally {
      pieces.close();
    }
  });

function presetNamed(name: string): PreparedExperiment {
  const names = presetNames('experiment');
  if (names.includes(name)) return prepareExperiment(experimentFromPreset(name));
  throw mistake(
    'unknown-preset',
    `against must be an experiment preset (got ${name}).`,
    `Use one of ${names.join(', ')}, or put experiment.yaml into the archive.`,
  );
}

function stepOf(file: TraceFile): Promise<ComparedProfile> | undefined {
  return EXPERIMENT.test(file.name) ? prepared(file).then(comparedStep) : undefined;
}

async function prepared({ name, pieces }: TraceFile): Promise<PreparedExperiment> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MAX_DOCUMENT)
      throw mistake(
        'too-big',
        `${name} must have at most ${MAX_DOCUMENT} bytes.`,
        'Name parts by their presets.',
      );
    parts.push(piece);
  }
  return prepareExperiment(parseText(Buffer.concat(parts).toString('utf8')));
}

const mistake = (code: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path: '', code, message, hint }]);
