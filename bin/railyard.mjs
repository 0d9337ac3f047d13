#!/usr/bin/env node
import { existsSync } from 'node:fs';

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
