/** Several recordings side by side, and one against another or against the twin's own step. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ComparedProfile,
  type KindRule,
  type RecordedProfile,
  type TraceRecords,
} from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { prepareNamed } from '../input/prepare.js';
import { piecesOf } from '../input/read-bytes.js';
import { aboutAll } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { differenceAnswer, ranksAnswer } from './comparison-tables.js';

const isTrace = (name: string): boolean => /\.(?:json|et)(?:\.gz)?$/.test(name);

/** Files as named; a folder stands for the traces in it. @throws CliError on a folder without one */
export async function traceFiles(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const isFolder = await stat(name).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!isFolder) files.push(name);
    else {
      const inside = (await readdir(name)).filter(isTrace).sort();
      if (inside.length === 0)
        throw new CliError(
          ExitCode.notFound,
          'no-trace',
          `${name} must hold a trace (got none that ends in .json, .json.gz or .et).`,
          'Name the folder that holds a file for each rank.',
        );
      files.push(...inside.map((file) => join(name, file)));
    }
  }
  return files;
}

/** One rank after the other: what a comparison does not need of a file is dropped before the next is read. */
export async function ranksCompared(files: readonly string[], kinds: readonly KindRule[]): Promise<Answer> {
  const { compareRanks, rankRecording } = await import('@railyard/profile');
  const recordings = [];
  for (const file of files) recordings.push(rankRecording(file, await recordsOf(file, kinds)));
  return ranksAnswer(compareRanks(recordings));
}

/** @param against a trace, or an experiment whose step the recording is held to */
export async function differenceBetween(
  file: string,
  against: string,
  kinds: readonly KindRule[],
): Promise<Answer> {
  const { differenceOf, profileOf } = await import('@railyard/profile');
  const profiled = async (name: string): Promise<RecordedProfile> =>
    profileOf(await recordsOf(name, kinds), Infinity);
  const recorded = await profiled(file);
  const other = isTrace(against) ? await profiled(against) : await stepOf(against);
  return differenceAnswer(file, against, differenceOf(recorded, other));
}

async function recordsOf(file: string, kinds: readonly KindRule[]): Promise<TraceRecords> {
  const { MOST_RECORDS, TraceReader } = await import('@railyard/profile');
  const reader = new TraceReader(MOST_RECORDS, kinds);
  try {
    for await (const piece of piecesOf(file)) reader.push(piece);
    return reader.end();
  } catch (error) {
    throw await aboutAll(file, Promise.resolve(error));
  }
}

/** The twin's own step: in its parts, communication that computation hides counts as computation. */
async function stepOf(name: string): Promise<ComparedProfile> {
  const prepared = await prepareNamed(name);
  const { comparedStep } = await import('@railyard/experiments');
  return comparedStep(prepared);
}
