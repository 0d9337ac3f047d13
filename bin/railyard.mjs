#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { BUNDLE, loadBundle } from './bundle.mjs';

/** What the bundle is made from does the same, and has source maps; the bundle is quicker to load. */
const FILES = new URL('../dist/apps/cli/src/run-cli.js', import.meta.url);

async function built() {
  const isDebugged = process.argv.includes('--debug');
  if (!isDebugged && existsSync(BUNDLE)) return loadBundle();
  if (isDebugged) process.setSourceMapsEnabled(true);
  return existsSync(FILES) ? import(FILES.href) : undefined;
}

const command = await built();
if (command !== undefined) {
  process.exitCode = await command.runCli(process.argv.slice(2));
} else {
  process.stderr.write('railyard is not built yet: run "npm run build" first.\n');
  process.exitCode = 1;
}
