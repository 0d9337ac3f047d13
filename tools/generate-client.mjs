/**
 * Writes the description of the service (schemas/openapi.json), the types that the client is made of from it,
 * as the built service describes itself, and the page that lists the keys of requests (docs/requests.md).
 * With --check nothing is written: what is stale is named, and the exit code is 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { describedService } from '../dist/apps/api/src/index.js';
import { flagsOf } from '../dist/apps/cli/src/input/request-options.js';
import { REQUEST_SCHEMAS } from '../dist/libs/experiments/src/index.js';
import { requestTables } from './request-tables.mjs';

const root = join(import.meta.dirname, '..');
const HEAD =
  '/** The service as types: `npm run generate:client` writes this file from ' +
  'schemas/openapi.json. */\n/* eslint-disable */\n';

const document = await describedService();
const written = {
  'docs/requests.md': requestTables(REQUEST_SCHEMAS, flagsOf),
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
