import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The time that a sweep has left, in place of the moment when it ends, which a step of the clock moves. */
export class SweepTime1764500000000 implements MigrationInterface {
  name = 'SweepTime1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "sweep" RENAME COLUMN "deadlineAtMs" TO "remainingMs"`);
    await runner.query(`UPDATE "sweep" SET "remainingMs" = "remainingMs" - ${Date.now()}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE "sweep" SET "remainingMs" = "remainingMs" + ${Date.now()}`);
    await runner.query(`ALTER TABLE "sweep" RENAME COLUMN "remainingMs" TO "deadlineAtMs"`);
  }
}
