#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

// Node 20 has no compiler between a quick one and its best, and spends a third of a short command on code
// that runs a few times: so it waits six times as long, which a long command does not notice.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=400000');

// The bundle is quicker to load; what it is made from does the same.
const main = ['../dist/cli/main.js', '../dist/apps/cli/src/main.js']
  .map((path) => new URL(path, import.meta.url))
  .find((file) => existsSync(file));
if (main !== undefined) {
  if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
  await import(main.href);
} else {
  process.stderr.write('railyard is not built yet: run "npm run build" first.\n');
  process.exitCode = 1;
}
