import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { foreignKey } from './foreign-key.js';

/**
 * The first schema. Names of keys and indices equal those on the entities; the schema suite holds the two
 * together.
 */
export class InitialSchema1764000000000 implements MigrationInterface {
  name = 'InitialSchema1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const blob = runner.dataSource.options.type === 'postgres' ? 'bytea' : 'blob';
    for (const statement of [...tables(blob), ...indices]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'api_key',
      'idempotency_key',
      'run_event',
      'job',
      'run',
      'artifact',
      'experiment',
      'definition',
    ]) {
      await runner.query(`DROP TABLE "${table}"`);
    }
  }
}

function tables(blob: 'blob' | 'bytea'): string[] {
  return [
    `CREATE TABLE "definition" (
      "tenant" text NOT NULL, "kind" text NOT NULL, "name" text NOT NULL, "version" integer NOT NULL,
      "hash" text NOT NULL, "document" text NOT NULL, "createdAtMs" bigint NOT NULL,
      CONSTRAINT "pk_definition" PRIMARY KEY ("tenant", "kind", "name", "version"))`,
    `CREATE TABLE "experiment" (
      "id" text NOT NULL, "name" text NOT NULL, "engineVersion" text NOT NULL,
      "document" text NOT NULL, "createdAtMs" bigint NOT NULL,
      CONSTRAINT "pk_experiment" PRIMARY KEY ("id"))`,
    `CREATE TABLE "artifact" (
      "experimentId" text NOT NULL, "kind" text NOT NULL, "sha256" text NOT NULL,
      "size" integer NOT NULL, "summary" text NOT NULL,
      "bytes" ${blob} NOT NULL, "createdAtMs" bigint NOT NULL,
      CONSTRAINT "pk_artifact" PRIMARY KEY ("experimentId", "kind"),
      ${foreignKey('fk_artifact_experiment', 'experimentId', 'experiment', 'CASCADE')})`,
    `CREATE TABLE "run" (
      "id" text NOT NULL, "tenant" text NOT NULL, "experimentId" text NOT NULL,
      "name" text NOT NULL, "state" text NOT NULL,
      "liveKey" text, "phase" text, "share" double precision NOT NULL, "failureCode" text,
      "failureMessage" text,
      "createdAtMs" bigint NOT NULL, "startedAtMs" bigint, "finishedAtMs" bigint,
      "lastEvent" integer NOT NULL, "resultSha256" text,
      "stepTimeS" double precision, "tokensPerDayB" double precision, "mfuCausal" double precision,
      "peakMemoryGB" double precision,
      CONSTRAINT "pk_run" PRIMARY KEY ("id"),
      ${foreignKey('fk_run_experiment', 'experimentId', 'experiment', 'RESTRICT')})`,
    `CREATE TABLE "job" (
      "runId" text NOT NULL, "priority" integer NOT NULL, "createdAtMs" bigint NOT NULL,
      "dispatchedAtMs" bigint,
      "owner" text, "fence" integer NOT NULL, "beat" integer NOT NULL, "starts" integer NOT NULL,
      CONSTRAINT "pk_job" PRIMARY KEY ("runId"),
      ${foreignKey('fk_job_run', 'runId', 'run', 'CASCADE')})`,
    `CREATE TABLE "run_event" (
      "runId" text NOT NULL, "number" integer NOT NULL, "type" text NOT NULL,
      "atMs" bigint NOT NULL, "data" text NOT NULL,
      CONSTRAINT "pk_run_event" PRIMARY KEY ("runId", "number"),
      ${foreignKey('fk_run_event_run', 'runId', 'run', 'CASCADE')})`,
    `CREATE TABLE "idempotency_key" (
      "tenant" text NOT NULL, "key" text NOT NULL, "requestHash" text NOT NULL, "status" integer,
      "location" text, "body" text,
      "createdAtMs" bigint NOT NULL,
      CONSTRAINT "pk_idempotency_key" PRIMARY KEY ("tenant", "key"))`,
    `CREATE TABLE "api_key" (
      "id" text NOT NULL, "tenant" text NOT NULL, "name" text NOT NULL, "hash" text NOT NULL,
      "scopes" text NOT NULL,
      "createdAtMs" bigint NOT NULL, "expiresAtMs" bigint, "revokedAtMs" bigint,
      CONSTRAINT "pk_api_key" PRIMARY KEY ("id"))`,
  ];
}

const indices: readonly string[] = [
  `CREATE INDEX "idx_run_created" ON "run" ("tenant", "createdAtMs", "id")`,
  `CREATE INDEX "idx_run_state" ON "run" ("tenant", "state", "createdAtMs", "id")`,
  `CREATE INDEX "idx_run_experiment" ON "run" ("experimentId")`,
  `CREATE UNIQUE INDEX "uq_run_live_key" ON "run" ("liveKey")`,
  `CREATE INDEX "idx_job_queue" ON "job" ("owner", "priority", "createdAtMs", "runId")`,
  `CREATE INDEX "idx_job_outbox" ON "job" ("dispatchedAtMs")`,
  `CREATE INDEX "idx_idempotency_key_age" ON "idempotency_key" ("createdAtMs")`,
  `CREATE UNIQUE INDEX "uq_api_key_hash" ON "api_key" ("hash")`,
];
