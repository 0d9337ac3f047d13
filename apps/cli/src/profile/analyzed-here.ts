/** A trace read piece by piece and analysed by this process. */
import { type AnalyzedProfile, type KindRule, type ProfileRequest } from '@railyard/profile';
import { piecesOf } from '../input/read-bytes.js';
import { PageFile } from './page-file.js';

/** @throws InvalidDocumentError on a mistake in the trace, named with the byte at which it stands. */
export async function analyzedHere(
  file: string,
  request: ProfileRequest,
  kinds: readonly KindRule[] = [],
): Promise<AnalyzedProfile> {
  const { MOST_STORED_RECORDS, TraceReader, analyzeProfile } = await import('@railyard/profile');
  const pages = new PageFile();
  try {
    const reader = new TraceReader(MOST_STORED_RECORDS, kinds, pages);
    for await (const piece of piecesOf(file)) reader.push(piece);
    return analyzeProfile(reader.end(), request);
  } finally {
    pages.close();
  }
}
