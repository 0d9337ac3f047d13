/**
 * Stores acknowledged work in POWER_FOLDER and marks there, in the file `acks`, what was acknowledged: `run
 * <id>` and `result <id> <sha256>`.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openStorage } from '../../../dist/libs/jobs/src/index.js';

const { POWER_FOLDER, POWER_RUNS, POWER_SYNCHRONOUS } = process.env;
const runs = Number(POWER_RUNS);
const acks = openSync(join(POWER_FOLDER, 'acks'), 'a');
const acknowledge = (text) => void writeSync(acks, `${text}\n`);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that do not compress, the same for the same name. */
function bytesOf(name, length) {
  const parts = [];
  for (let size = 0; size < length; size += 32)
    parts.push(createHash('sha256').update(`${name} ${size}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

const newRun = (name) => ({
  tenant: 'default',
  experiment: { id: sha256(name), name, engineVersion: '1', document: JSON.stringify({ name }) },
});

async function submit(storage, names) {
  const submissions = await storage.records.submissions.submitMany(names.map(newRun));
  for (const { run } of submissions) acknowledge(`run ${run.id}`);
}

async function compute(storage, count) {
  const leases = await storage.records.leases.claimNext('writer/1/x', { places: count });
  const ends = leases.map((lease, index) => {
    const bytes = bytesOf(lease.runId, 500 + 6000 * (index % 4));
    return {
      lease,
      outcome: {
        kind: 'succeeded',
        artifact: {
          experimentId: lease.experimentId,
          kind: 'result',
          sha256: sha256(bytes),
          size: bytes.length,
          packed: gzipSync(bytes),
          summary: {},
        },
      },
    };
  });
  await storage.records.leases.complete(ends);
  for (const { lease, outcome } of ends) acknowledge(`result ${lease.runId} ${outcome.artifact.sha256}`);
}

/** Outside a transaction, where SQLite takes the setting. */
function turnOffSyncs(database) {
  database.writer.driver.databaseConnection.pragma('synchronous = OFF');
}

// Twice: a new file, and one that is there. Small checkpoints, so that there are many.
for (const session of ['first', 'second']) {
  const storage = await openStorage({ database: { file: join(POWER_FOLDER, 'yard.db') } });
  await storage.database.write((opened) => opened.rows('PRAGMA wal_autocheckpoint = 40'));
  if (POWER_SYNCHRONOUS === 'OFF') turnOffSyncs(storage.database);
  for (let from = 0; from < runs / 2; from += 5) {
    await submit(
      storage,
      Array.from({ length: 5 }, (_, index) => `${session}-${from + index}`),
    );
    // Two writers at once share a transaction.
    await Promise.all([compute(storage, 3), compute(storage, 2)]);
  }
  await storage.close();
}
closeSync(acks);
