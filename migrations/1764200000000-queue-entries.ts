import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Which entry of the queue stands for a job: small runs travel in groups, so that an entry may stand for
 * several.
 */
export class QueueEntries1764200000000 implements MigrationInterface {
  name = 'QueueEntries1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "job" ADD COLUMN "entry" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "job" DROP COLUMN "entry"`);
  }
}
