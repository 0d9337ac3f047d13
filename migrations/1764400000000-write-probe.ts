import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One row that a readiness probe writes again: only a write tells whether the disk has room. */
export class WriteProbe1764400000000 implements MigrationInterface {
  name = 'WriteProbe1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "write_probe" ("id" integer NOT NULL, "payload" text NOT NULL, ` +
        `CONSTRAINT "pk_write_probe" PRIMARY KEY ("id"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "write_probe"`);
  }
}
