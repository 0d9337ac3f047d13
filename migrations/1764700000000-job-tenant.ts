import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whose job it is: tenants take turns, and the queue is read tenant by tenant. */
export class JobTenant1764700000000 implements MigrationInterface {
  name = 'JobTenant1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "job" ADD COLUMN "tenant" text NOT NULL DEFAULT ''`);
    await runner.query(
      `UPDATE "job" SET "tenant" = (SELECT r."tenant" FROM "run" r WHERE r."id" = "job"."runId")`,
    );
    await runner.query(`DROP INDEX "idx_job_queue"`);
    await runner.query(
      `CREATE INDEX "idx_job_queue" ON "job" ("owner", "tenant", "priority", "createdAtMs", "runId")`,
    );
    await runner.query(`DROP INDEX "idx_job_outbox"`);
    await runner.query(
      `CREATE INDEX "idx_job_outbox" ON "job" ("dispatchedAtMs", "tenant", "createdAtMs", "runId")`,
    );
    await runner.query(`CREATE INDEX "idx_job_tenant" ON "job" ("tenant", "priority")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "idx_job_tenant"`);
    await runner.query(`DROP INDEX "idx_job_outbox"`);
    await runner.query(`CREATE INDEX "idx_job_outbox" ON "job" ("dispatchedAtMs")`);
    await runner.query(`DROP INDEX "idx_job_queue"`);
    await runner.query(`CREATE INDEX "idx_job_queue" ON "job" ("owner", "priority", "createdAtMs", "runId")`);
    await runner.query(`ALTER TABLE "job" DROP COLUMN "tenant"`);
  }
}
