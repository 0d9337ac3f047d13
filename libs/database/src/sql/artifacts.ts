/** Stored bytes of experiments: compressed, hashed, written once. */
import { elementAt } from '@railyard/base';
import { type Session, rowsOf } from '../connection/index.js';
import { type ArtifactKind } from '../entities/index.js';

export interface NewArtifact {
  readonly experimentId: string;
  readonly kind: ArtifactKind;
  /** SHA-256 of the bytes before compression. */
  readonly sha256: string;
  readonly size: number;
  readonly packed: Uint8Array;
  readonly summary: Readonly<Record<string, number>>;
}

/** new: stored now; same: these bytes were there; different: others were. */
export type StoreVerdict = 'new' | 'same' | 'different';

/**
 * Stores what is not there yet. @returns for each what became of it; of two equal ones the second is there
 * already.
 */
export async function insertArtifacts(
  session: Session,
  artifacts: readonly NewArtifact[],
): Promise<StoreVerdict[]> {
  if (artifacts.length === 0) return [];
  const nowMs = Date.now();
  const inserted = await session.rows<ArtifactKey>(
    `INSERT INTO "artifact" ("experimentId", "kind", "sha256", "size", "summary", "bytes", "createdAtMs")
     VALUES ${rowsOf(artifacts.length, 7)}
     ON CONFLICT ("experimentId", "kind") DO NOTHING RETURNING "experimentId", "kind"`,
    artifacts.flatMap(({ experimentId, kind, sha256, size, summary, packed }) => [
      experimentId,
      kind,
      sha256,
      size,
      JSON.stringify(summary),
      Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength),
      nowMs,
    ]),
  );
  const fresh = new Set(inserted.map(keyOf));
  const verdicts: StoreVerdict[] = [];
  for (const artifact of artifacts)
    verdicts.push(fresh.delete(keyOf(artifact)) ? 'new' : await comparedWithStored(session, artifact));
  return verdicts;
}

type ArtifactKey = Pick<NewArtifact, 'experimentId' | 'kind'>;

const keyOf = ({ experimentId, kind }: ArtifactKey): string => `${experimentId}/${kind}`;

async function comparedWithStored(
  session: Session,
  { experimentId, kind, sha256 }: NewArtifact,
): Promise<StoreVerdict> {
  const rows = await session.rows<{ sha256: string }>(
    `SELECT "sha256" FROM "artifact" WHERE "experimentId" = ? AND "kind" = ?`,
    [experimentId, kind],
  );
  return elementAt(rows, 0).sha256 === sha256 ? 'same' : 'different';
}
