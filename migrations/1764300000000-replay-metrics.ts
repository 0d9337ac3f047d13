import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Headline metrics of runs over days, so that lists can be sorted by them. */
export class ReplayMetrics1764300000000 implements MigrationInterface {
  name = 'ReplayMetrics1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS)
      await runner.query(`ALTER TABLE "run" ADD COLUMN "${column}" double precision`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE "run" DROP COLUMN "${column}"`);
  }
}

const COLUMNS = ['ettr', 'goodput'] as const;
