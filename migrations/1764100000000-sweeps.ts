import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { foreignKey } from './foreign-key.js';

/**
 * Sweeps, and which run stands for which of their points: a run may stand in several sweeps, because nothing
 * is computed twice.
 */
export class Sweeps1764100000000 implements MigrationInterface {
  name = 'Sweeps1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sweep_run', 'sweep']) await runner.query(`DROP TABLE "${table}"`);
  }
}

const statements: readonly string[] = [
  `CREATE TABLE "sweep" (
    "id" text NOT NULL, "tenant" text NOT NULL, "name" text NOT NULL, "state" text NOT NULL,
    "liveKey" text, "document" text NOT NULL,
    "plan" text, "expanded" integer NOT NULL, "failureMessage" text, "createdAtMs" bigint NOT NULL,
    "deadlineAtMs" bigint,
    CONSTRAINT "pk_sweep" PRIMARY KEY ("id"))`,
  `CREATE TABLE "sweep_run" (
    "sweepId" text NOT NULL, "position" integer NOT NULL, "runId" text NOT NULL,
    "own" integer NOT NULL, "parameters" text NOT NULL,
    CONSTRAINT "pk_sweep_run" PRIMARY KEY ("sweepId", "position"),
    ${foreignKey('fk_sweep_run_sweep', 'sweepId', 'sweep', 'CASCADE')},
    ${foreignKey('fk_sweep_run_run', 'runId', 'run', 'RESTRICT')})`,
  `CREATE INDEX "idx_sweep_created" ON "sweep" ("tenant", "createdAtMs", "id")`,
  `CREATE INDEX "idx_sweep_state" ON "sweep" ("state", "deadlineAtMs")`,
  `CREATE UNIQUE INDEX "uq_sweep_live_key" ON "sweep" ("liveKey")`,
  `CREATE INDEX "idx_sweep_run_run" ON "sweep_run" ("runId")`,
];
