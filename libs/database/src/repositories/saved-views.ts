/** Views of the app that a tenant keeps: each replaced as a whole, and by nobody who has not read it. */
import { MoreThan, type Repository } from 'typeorm';
import { type Database, isUniqueViolation } from '../connection/index.js';
import { SavedViewEntity } from '../entities/index.js';
import { selectColumns } from './plain-rows.js';

export interface SavedViewKey {
  readonly tenant: string;
  readonly name: string;
}

interface Content {
  readonly screen: string;
  readonly state: string;
}

export class SavedViews {
  constructor(private readonly database: Database) {}

  find(key: SavedViewKey): Promise<SavedViewEntity | null> {
    return this.views.findOneBy({ ...key });
  }

  /** By name. */
  page(tenant: string, after: string, limit: number): Promise<SavedViewEntity[]> {
    return selectColumns(this.views.createQueryBuilder('view'))
      .where({ tenant, name: MoreThan(after) })
      .orderBy('view.name')
      .limit(limit)
      .getRawMany<SavedViewEntity>();
  }

  /**
   * @param expected the version that is replaced; 0: there is none yet
   * @returns what is stored now; null where another version is
   */
  async save(key: SavedViewKey, content: Content, expected: number): Promise<SavedViewEntity | null> {
    const next: SavedViewEntity = {
      ...key,
      ...content,
      version: expected + 1,
      updatedAtMs: Date.now(),
    };
    try {
      return await this.database.write(async ({ manager }) => {
        const views = manager.getRepository(SavedViewEntity);
        if (expected === 0) {
          await views.insert(next);
          return next;
        }
        const { affected } = await views.update({ ...key, version: expected }, next);
        return affected === 1 ? next : null;
      });
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
  }

  /** @param expected the version that is removed; absent: whichever is there. @returns whether it was */
  remove(key: SavedViewKey, expected?: number): Promise<boolean> {
    return this.database.write(async ({ manager }) => {
      const { affected } = await manager
        .getRepository(SavedViewEntity)
        .delete({ ...key, ...(expected === undefined ? {} : { version: expected }) });
      return affected === 1;
    });
  }

  private get views(): Repository<SavedViewEntity> {
    return this.database.read.manager.getRepository(SavedViewEntity);
  }
}
