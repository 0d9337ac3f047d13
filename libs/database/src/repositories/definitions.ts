/** Named clusters and workloads of a tenant, in frozen versions. */
import { hashOf, canonicalJson } from '@railyard/base';
import { MoreThan, type Repository } from 'typeorm';
import { type Database, isUniqueViolation } from '../connection/index.js';
import { DefinitionEntity, type DefinitionKind } from '../entities/index.js';
import { type Claim, oncePerClaim } from '../sql/index.js';
import { selectColumns } from './plain-rows.js';

export interface DefinitionKey {
  readonly tenant: string;
  readonly kind: DefinitionKind;
  readonly name: string;
}

/**
 * exists: the first version was to be made but there is one; stale: the version that was edited is not the
 * latest.
 */
export type SaveVerdict =
  { readonly saved: DefinitionEntity } | { readonly refused: 'exists' | 'stale' | 'missing' };

export class Definitions {
  constructor(private readonly database: Database) {}

  /**
   * Adds a version: the first when `expected` is 0, otherwise the one after `expected`, which must be the
   * latest. A document equal to the latest version adds nothing.
   * @throws ReusedKeyError
   */
  async save(key: DefinitionKey, document: unknown, expected: number, claim?: Claim): Promise<SaveVerdict> {
    try {
      return await this.database.write((session) => {
        const definitions = session.manager.getRepository(DefinitionEntity);
        return oncePerClaim<SaveVerdict>(session, claim, {
          first: () => saveVersion(definitions, key, document, expected),
          nameOf: (verdict) => ('saved' in verdict ? String(verdict.saved.version) : null),
          again: async (made) => {
            const saved = await definitions.findOneBy({ ...key, version: Number(made) });
            return saved === null ? null : { saved };
          },
        });
      });
    } catch (error) {
      // PostgreSQL lets two transactions see the same latest version: the second to insert is late.
      if (isUniqueViolation(error)) return { refused: expected === 0 ? 'exists' : 'stale' };
      throw error;
    }
  }

  /** One version, or the latest. */
  find(key: DefinitionKey, version?: number): Promise<DefinitionEntity | null> {
    return this.definitions.findOne({
      where: version === undefined ? { ...key } : { ...key, version },
      order: { version: 'DESC' },
    });
  }

  /** The latest version of each, by name. */
  page(tenant: string, kind: DefinitionKind, after: string, limit: number): Promise<DefinitionEntity[]> {
    const query = this.definitions.createQueryBuilder('definition');
    const latestVersion = query
      .subQuery()
      .select('MAX(other.version)')
      .from(DefinitionEntity, 'other')
      .where('other.tenant = definition.tenant')
      .andWhere('other.kind = definition.kind')
      .andWhere('other.name = definition.name');
    return selectColumns(query)
      .where({ tenant, kind, name: MoreThan(after) })
      .andWhere(`definition.version = ${latestVersion.getQuery()}`)
      .orderBy('definition.name')
      .limit(limit)
      .getRawMany<DefinitionEntity>();
  }

  /**
   * Removes every version, if `expected` is the latest or absent. Runs keep the document they were made from.
   * @returns whether there was one.
   */
  remove(key: DefinitionKey, expected?: number): Promise<boolean> {
    return this.database.write(async ({ manager }) => {
      const definitions = manager.getRepository(DefinitionEntity);
      const latest = await latestOf(definitions, key);
      if (latest === null || (expected !== undefined && latest.version !== expected)) return false;
      await definitions.delete({ ...key });
      return true;
    });
  }

  private get definitions(): Repository<DefinitionEntity> {
    return this.database.read.manager.getRepository(DefinitionEntity);
  }
}

const latestOf = (
  definitions: Repository<DefinitionEntity>,
  key: DefinitionKey,
): Promise<DefinitionEntity | null> => definitions.findOne({ where: { ...key }, order: { version: 'DESC' } });

async function saveVersion(
  definitions: Repository<DefinitionEntity>,
  key: DefinitionKey,
  document: unknown,
  expected: number,
): Promise<SaveVerdict> {
  const latest = await latestOf(definitions, key);
  if (latest === null && expected !== 0) return { refused: 'missing' };
  if (latest !== null && expected === 0) return { refused: 'exists' };
  if (latest !== null && latest.version !== expected) return { refused: 'stale' };
  const hash = hashOf(document);
  if (latest !== null && latest.hash === hash) return { saved: latest };
  const next: DefinitionEntity = {
    ...key,
    version: expected + 1,
    hash,
    document: canonicalJson(document),
    createdAtMs: Date.now(),
  };
  await definitions.insert(next);
  return { saved: next };
}
