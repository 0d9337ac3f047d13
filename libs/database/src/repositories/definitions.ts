/** Named clusters and workloads of a tenant, in frozen versions. */
import { hashOf, canonicalJson } from '@railyard/base';
import { type Database } from '../connection/database.js';
import { DefinitionEntity, type DefinitionKind } from '../entities/index.js';

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
   */
  save(key: DefinitionKey, document: unknown, expected: number): Promise<SaveVerdict> {
    return this.database.write(async (session): Promise<SaveVerdict> => {
      const latest = await session.manager
        .getRepository(DefinitionEntity)
        .findOne({ where: { ...key }, order: { version: 'DESC' } });
      if (latest === null && expected !== 0) return { refused: 'missing' };
      if (latest !== null && expected === 0) return { refused: 'exists' };
      if (latest !== null && latest.version !== expected) return { refused: 'stale' };
      const hash = hashOf(document);
      if (latest !== null && latest.hash === hash) return { saved: latest };
      const next = {
        ...key,
        version: expected + 1,
        hash,
        document: canonicalJson(document),
        createdAtMs: Date.now(),
      };
      const inserted = await session.run(
        `INSERT INTO "definition" ("tenant", "kind", "name", "version", "hash", "document", ` +
          `"createdAtMs") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        [next.tenant, next.kind, next.name, next.version, next.hash, next.document, next.createdAtMs],
      );
      // PostgreSQL lets two transactions see the same latest version: the second to insert is late.
      if (inserted === 0) return { refused: expected === 0 ? 'exists' : 'stale' };
      return { saved: next };
    });
  }

  /** One version, or the latest. */
  find(key: DefinitionKey, version?: number): Promise<DefinitionEntity | null> {
    return this.database.read.manager.getRepository(DefinitionEntity).findOne({
      where: version === undefined ? { ...key } : { ...key, version },
      order: { version: 'DESC' },
    });
  }

  /** The latest version of each, by name. */
  page(tenant: string, kind: DefinitionKind, after: string, limit: number): Promise<DefinitionEntity[]> {
    return this.database.read.rows<DefinitionEntity>(
      `SELECT * FROM "definition" d WHERE d."tenant" = ? AND d."kind" = ? AND d."name" > ? AND d."version" =
         (SELECT max("version") FROM "definition" l WHERE l."tenant" = d."tenant" AND l."kind" = d."kind" AND l."name" = d."name")
       ORDER BY d."name" LIMIT ?`,
      [tenant, kind, after, limit],
    );
  }

  /**
   * Removes every version, if `expected` is the latest or absent. Runs keep the document they were made from.
   * @returns whether there was one.
   */
  remove(key: DefinitionKey, expected?: number): Promise<boolean> {
    return this.database.write(async (session) => {
      const latest = await session.manager
        .getRepository(DefinitionEntity)
        .findOne({ where: { ...key }, order: { version: 'DESC' } });
      if (latest === null || (expected !== undefined && latest.version !== expected)) return false;
      await session.run(`DELETE FROM "definition" WHERE "tenant" = ? AND "kind" = ? AND "name" = ?`, [
        key.tenant,
        key.kind,
        key.name,
      ]);
      return true;
    });
  }
}
