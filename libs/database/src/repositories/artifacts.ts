/** Stored bytes of experiments, checked whenever they are read. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { elementAt } from '@railyard/base';
import { DamagedArtifactError, type Database } from '../connection/index.js';
import { ARTIFACT_TABLE, type ArtifactEntity, type ArtifactKind } from '../entities/index.js';
import { type NewArtifact, type StoreVerdict, insertArtifacts } from '../sql/index.js';

const packings = { gzip: promisify(gunzip), brotli: promisify(brotliDecompress) } as const;

/** A gzip stream begins so (RFC 1952, section 2.3.1), and no brotli stream with a window up to 2^22. */
const GZIP_MARK = [0x1f, 0x8b] as const;

const unpacked = (bytes: Buffer): Promise<Buffer> =>
  packings[GZIP_MARK.every((byte, index) => bytes[index] === byte) ? 'gzip' : 'brotli'](bytes);

export class Artifacts {
  constructor(private readonly database: Database) {}

  async store(artifact: NewArtifact): Promise<StoreVerdict> {
    const verdicts = await this.database.write((session) => insertArtifacts(session, [artifact]));
    return elementAt(verdicts, 0);
  }

  /**
   * The bytes, unpacked and checked.
   * @throws DamagedArtifactError when they are not what was stored.
   */
  async read(experimentId: string, kind: ArtifactKind): Promise<Buffer | null> {
    const artifacts = this.database.read.manager.getRepository<ArtifactEntity>(ARTIFACT_TABLE);
    const row = await artifacts.findOneBy({ experimentId, kind });
    if (row === null) return null;
    const bytes = await unpacked(row.bytes).catch(() => null);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== row.sha256) {
      throw new DamagedArtifactError(`The stored ${kind} of experiment ${experimentId} is damaged.`);
    }
    return bytes;
  }
}
