import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What became of the runs of every process: any of them can tell it, and a deletion takes nothing away. */
export class RunTotals1764800000000 implements MigrationInterface {
  name = 'RunTotals1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "run_total" ("slot" integer NOT NULL, "succeeded" bigint NOT NULL, ` +
        `"failed" bigint NOT NULL, "dropped" bigint NOT NULL, "diverged" bigint NOT NULL, ` +
        `"computeSeconds" double precision NOT NULL, CONSTRAINT "pk_run_total" PRIMARY KEY ("slot"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "run_total"`);
  }
}
