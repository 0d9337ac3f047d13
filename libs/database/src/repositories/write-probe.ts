/** Whether the database takes writes, found by writing: a disk that is full still answers every read. */
import { randomBytes } from 'node:crypto';
import { type Database } from '../connection/index.js';
import { WriteProbeEntity } from '../entities/index.js';

/**
 * Bytes that one probe writes. On SQLite they go to the log, which is used again: as many as the pages of a
 * submission, so that the probe finds room only where that does. PostgreSQL keeps its log for longer.
 */
const PAYLOAD_BYTES = { sqlite: 48 * 1024, postgres: 512 } as const;

export class WriteProbe {
  constructor(private readonly database: Database) {}

  /** Rejects as any write does where it cannot be committed. */
  async write(): Promise<void> {
    const payload = randomBytes(PAYLOAD_BYTES[this.database.dialect]).toString('base64');
    await this.database.write(({ manager }) =>
      manager.getRepository(WriteProbeEntity).upsert({ id: 1, payload }, ['id']),
    );
  }
}
