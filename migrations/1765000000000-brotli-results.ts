import { brotliDecompressSync, gzipSync } from 'node:zlib';
import { type MigrationInterface, type QueryRunner } from 'typeorm';

interface Row {
  readonly experimentId: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

const ROWS = 100;

/**
 * Results are packed by brotli from here on; those that are there stay as they are. The schema is the same:
 * this keeps releases away that read gzip alone, and going back packs by gzip what is not.
 */
export class BrotliResults1765000000000 implements MigrationInterface {
  name = 'BrotliResults1765000000000';

  async up(): Promise<void> {
    // Nothing to do.
  }

  async down(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    const place = (number: number): string => (isPostgres ? `$${number}` : '?');
    let last = ['', ''];
    for (;;) {
      const rows = (await runner.query(
        `SELECT "experimentId", "kind", "bytes" FROM "artifact" WHERE ("experimentId", "kind") > ` +
          `(${place(1)}, ${place(2)}) ORDER BY "experimentId", "kind" LIMIT ${ROWS}`,
        last,
      )) as Row[];
      for (const { experimentId, kind, bytes } of rows) {
        const packed = asGzip(bytes);
        if (packed !== null)
          await runner.query(
            `UPDATE "artifact" SET "bytes" = ${place(1)} WHERE "experimentId" = ${place(2)} AND ` +
              `"kind" = ${place(3)}`,
            [packed, experimentId, kind],
          );
        last = [experimentId, kind];
      }
      if (rows.length < ROWS) return;
    }
  }
}

/** Null where brotli did not pack it. */
function asGzip(bytes: Buffer): Buffer | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return null;
  try {
    return gzipSync(brotliDecompressSync(bytes));
  } catch {
    return null;
  }
}
