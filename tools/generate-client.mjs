/**
 * Writes the description of the service (schemas/openapi.json) and the types that the client is made of from it, as the built service
 * describes itself. With --check nothing is written: what is stale is named, and the exit code is 1.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { startServer } from '../dist/apps/api/src/index.js';

const root = join(import.meta.dirname, '..');
const HEAD = '/** The service as types: `npm run generate:client` writes this file from schemas/openapi.json. */\n/* eslint-disable */\n';

async function describedByService() {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-describe-'));
  try {
    const server = await startServer({ port: 0, threads: 1, logLevel: 'silent', databaseFile: join(folder, 'describe.db') });
    const document = await (await fetch(`${server.url}/openapi.json`)).json();
    await server.close();
    return document;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const document = await describedByService();
const written = {
  'schemas/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'libs/client/src/generated/service.ts': HEAD + astToString(await openapiTS(document, { alphabetize: true, immutable: true, defaultNonNullable: false })),
};

for (const [file, text] of Object.entries(written)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, file), text);
  } else if (readFileSync(join(root, file), 'utf8') !== text) {
    process.stderr.write(`${file} is stale: run "npm run generate:client".\n`);
    process.exitCode = 1;
  }
}
