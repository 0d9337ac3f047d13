/** Whether the database takes writes, found by writing: a disk that is full still answers every read. */
import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { type Database } from '../connection/index.js';
import { WriteProbeEntity } from '../entities/index.js';

/** Bytes that one probe writes: as many as a submission needs. PostgreSQL keeps its log for longer. */
const PAYLOAD_BYTES = { sqlite: 64 * 1024, postgres: 512 } as const;

export class WriteProbe {
  constructor(private readonly database: Database) {}

  /**
   * Rejects as any write does where it cannot be committed. On SQLite the bytes go into a file alongside the
   * database: a row would take the one lock of all writers, and might fit into the log, which is used again,
   * although the disk is full.
   */
  async write(): Promise<void> {
    const bytes = randomBytes(PAYLOAD_BYTES[this.database.dialect]);
    if (this.database.file !== null) return writeBeside(this.database.file, bytes);
    const payload = bytes.toString('base64');
    await this.database.write(({ manager }) =>
      manager.getRepository(WriteProbeEntity).upsert({ id: 1, payload }, ['id']),
    );
  }
}

async function writeBeside(database: string, bytes: Buffer): Promise<void> {
  const file = `${database}-probe-${process.pid}`;
  try {
    const handle = await open(file, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}
