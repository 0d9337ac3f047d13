/** Stored bytes of experiments: compressed, hashed, written once. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Database } from '../database/database.js';
import { DamagedArtifactError } from '../database/errors.js';
import { type Session } from '../database/session.js';
import { type ArtifactKind } from '../entities/index.js';

export interface NewArtifact {
  readonly experimentId: string;
  readonly kind: ArtifactKind;
  /** SHA-256 of the bytes before compression. */
  readonly sha256: string;
  readonly size: number;
  readonly gzip: Uint8Array;
  readonly summary: Readonly<Record<string, number>>;
}

const inflate = promisify(gunzip);

/** @returns whether the bytes are new, are there already, or differ from those that are there. */
export async function insertArtifact(session: Session, artifact: NewArtifact): Promise<'stored' | 'same' | 'different'> {
  const stored = await session.run(
    `INSERT INTO "artifact" ("experimentId", "kind", "sha256", "size", "summary", "bytes", "createdAtMs") VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT ("experimentId", "kind") DO NOTHING`,
    [artifact.experimentId, artifact.kind, artifact.sha256, artifact.size, JSON.stringify(artifact.summary), Buffer.from(artifact.gzip), Date.now()],
  );
  if (stored === 1) return 'stored';
  const [present] = await session.rows<{ sha256: string }>(
    `SELECT "sha256" FROM "artifact" WHERE "experimentId" = ? AND "kind" = ?`, [artifact.experimentId, artifact.kind]);
  return present.sha256 === artifact.sha256 ? 'same' : 'different';
}

export class Artifacts {
  constructor(private readonly database: Database) {}

  store(artifact: NewArtifact): Promise<'stored' | 'same' | 'different'> {
    return this.database.write((session) => insertArtifact(session, artifact));
  }

  /**
   * The bytes, inflated and checked.
   * @throws DamagedArtifactError when they are not what was stored.
   */
  async read(experimentId: string, kind: ArtifactKind): Promise<Buffer | null> {
    const [row] = await this.database.read.rows<{ sha256: string; bytes: Buffer }>(
      `SELECT "sha256", "bytes" FROM "artifact" WHERE "experimentId" = ? AND "kind" = ?`, [experimentId, kind]);
    if (row === undefined) return null;
    const bytes = await inflate(row.bytes).catch(() => null);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== row.sha256) {
      throw new DamagedArtifactError(`The stored ${kind} of experiment ${experimentId} is damaged.`);
    }
    return bytes;
  }
}
