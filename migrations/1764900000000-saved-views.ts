import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Screens of the app under names, for each tenant. */
export class SavedViews1764900000000 implements MigrationInterface {
  name = 'SavedViews1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "saved_view" ("tenant" text NOT NULL, "name" text NOT NULL, "screen" text NOT NULL, ` +
        `"state" text NOT NULL, "version" integer NOT NULL, "updatedAtMs" bigint NOT NULL, ` +
        `CONSTRAINT "pk_saved_view" PRIMARY KEY ("tenant", "name"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "saved_view"`);
  }
}
