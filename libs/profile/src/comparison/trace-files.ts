/** Traces as they come in, compared: one after the other, so that one is held at a time. */
import { InvalidDocumentError } from '@railyard/base';
import { type ArchiveMember, tarMembers } from '../archive/index.js';
import { type KindRule } from '../kernels/index.js';
import { profileOf } from '../timeline/index.js';
import { MOST_RECORDS, TraceReader, type TraceRecords } from '../trace/index.js';
import { type ComparedProfile, type ProfileDifference, differenceOf } from './difference.js';
import { type RankComparison, type RankRecording, compareRanks, rankRecording } from './ranks.js';

export interface TraceFile {
  readonly name: string;
  /** Its text, unpacked. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Ranks that are compared at once. */
const MOST_RANKS = 1024;

/** Whether a file of that name is a recording. */
export const isTraceName = (name: string): boolean => /\.json(?:\.gz)?$/.test(name);
export const isArchiveName = (name: string): boolean => /\.(?:tar(?:\.gz)?|tgz)$/.test(name);

/**
 * Members of an archive, unpacked where their names end in `.gz`.
 * @throws InvalidDocumentError on a member that `isKnown` does not know
 */
export async function* archivedFiles(
  archive: AsyncIterable<Uint8Array>,
  unpacked: (packed: ArchiveMember) => AsyncIterable<Uint8Array>,
  isKnown = isTraceName,
): AsyncGenerator<TraceFile> {
  for await (const member of tarMembers(archive)) {
    const { name, pieces } = member;
    if (!isKnown(name))
      throw mistake(
        name,
        'A member of the archive must be a trace (its name ends in .json or .json.gz).',
        'Pack the recordings of the ranks alone.',
      );
    yield { name, pieces: name.endsWith('.gz') ? unpacked(member) : pieces };
  }
}

/** @throws InvalidDocumentError whose issues stand at the name of the trace */
async function traceRecords(
  { name, pieces }: TraceFile,
  kinds: readonly KindRule[] = [],
): Promise<TraceRecords> {
  const reader = new TraceReader(MOST_RECORDS, kinds);
  try {
    for await (const piece of pieces) reader.push(piece);
    return reader.end();
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    throw new InvalidDocumentError(error.issues.map((issue) => ({ ...issue, path: name })));
  }
}

/**
 * The ranks of one job: what a comparison does not need of a trace is dropped before the next is read.
 * @throws InvalidDocumentError on a mistake in a trace, on none and on too many
 */
export async function comparedRanks(
  files: AsyncIterable<TraceFile>,
  kinds: readonly KindRule[] = [],
): Promise<RankComparison> {
  const recordings: RankRecording[] = [];
  for await (const file of files) {
    if (recordings.length === MOST_RANKS)
      throw mistake('', `Ranks must be at most ${MOST_RANKS} (got more).`, 'Compare some of them.');
    recordings.push(rankRecording(file.name, await traceRecords(file, kinds)));
  }
  if (recordings.length === 0)
    throw mistake('', 'The archive must hold a trace (got none).', 'Pack a recording for each rank.');
  return compareRanks(recordings);
}

export interface Sides {
  readonly kinds?: readonly KindRule[];
  /** What a file that is no trace says of a step; undefined: it is a trace. */
  readonly stepOf?: (file: TraceFile) => Promise<ComparedProfile> | undefined;
  /** The second side, where no file is. */
  readonly against?: ComparedProfile | undefined;
}

/**
 * A recording against another, or against what a model says of its step.
 * @throws InvalidDocumentError on a mistake in a trace, and unless there is one on each side
 */
export async function comparedSides(
  files: AsyncIterable<TraceFile>,
  { kinds = [], stepOf = () => undefined, against }: Sides = {},
): Promise<ProfileDifference> {
  const sides: ComparedProfile[] = [];
  const most = against === undefined ? 2 : 1;
  for await (const file of files) {
    if (sides.length === most) throw notTwo('more');
    sides.push(await (stepOf(file) ?? profileOf(await traceRecords(file, kinds), Infinity)));
  }
  const [before, after] = against === undefined ? sides : [...sides, against];
  if (before === undefined || after === undefined) throw notTwo('fewer');
  return differenceOf(before, after);
}

const notTwo = (got: string): InvalidDocumentError =>
  mistake('', `A difference must have two sides (got ${got}).`, 'Give a recording and what it is held to.');

const mistake = (path: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path, code: 'invalid-trace', message, hint }]);
