/** Recordings side by side, and one against another or against the twin's own step, on this machine. */
import {
  type ComparedProfile,
  type KindRule,
  type ProfileDifference,
  type RankComparison,
} from '@railyard/profile';
import { prepareNamed } from '../input/prepare.js';
import { aboutAll } from '../output/errors.js';
import { type TraceSource } from './trace-sources.js';

/** One rank after the other: what a comparison does not need of a file is dropped before the next is read. */
export async function ranksCompared(
  { name, files }: TraceSource,
  kinds: readonly KindRule[],
): Promise<RankComparison> {
  const { comparedRanks } = await import('@railyard/profile');
  return about(name, comparedRanks(files(), kinds));
}

/** @param against an experiment whose step the one recording is held to; left out: there are two */
export async function differenceBetween(
  { name, files }: TraceSource,
  kinds: readonly KindRule[],
  against?: string,
): Promise<ProfileDifference> {
  const { comparedSides } = await import('@railyard/profile');
  const step = against === undefined ? undefined : await stepOf(against);
  return about(name, comparedSides(files(), { kinds, against: step }));
}

async function about<T>(name: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw await aboutAll(name, Promise.resolve(error));
  }
}

/** The twin's own step: in its parts, communication that computation hides counts as computation. */
async function stepOf(name: string): Promise<ComparedProfile> {
  const prepared = await prepareNamed(name);
  const { comparedStep } = await import('@railyard/experiments');
  return comparedStep(prepared);
}
