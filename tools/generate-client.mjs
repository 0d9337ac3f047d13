/**
 * Writes the description of the service (schemas/openapi.json) and the types that the client is made of from
 * it, as the built service describes itself. With --check nothing is written: what is stale is named, and the
 * exit code is 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { describedService } from '../dist/apps/api/src/index.js';

const root = join(import.meta.dirname, '..');
const HEAD =
  '/** The service as types: `npm run generate:client` writes this file from ' +
  'schemas/openapi.json. */\n/* eslint-disable */\n';

const document = await describedService();
const written = {
  'schemas/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'libs/client/src/generated/service.ts':
    HEAD + astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false })),
};

for (const [file, text] of Object.entries(written)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, file), text);
  } else if (readFileSync(join(root, file), 'utf8') !== text) {
    process.stderr.write(`${file} is stale: run "npm run generate:client".\n`);
    process.exitCode = 1;
  }
}
