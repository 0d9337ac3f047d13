import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the first request with a key made, recorded in the transaction that made it. */
export class IdempotencyLinks1764600000000 implements MigrationInterface {
  name = 'IdempotencyLinks1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "idempotency_key" ADD COLUMN "made" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "idempotency_key" DROP COLUMN "made"`);
  }
}
