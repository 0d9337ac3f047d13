/**
 * The built command, one script (tools/bundle-cli.mjs), and what Node has compiled of it: the build keeps
 * that, since a short command spends a fifth of its time on reading and compiling code. Another Node, or one
 * with other settings, compiles for itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

export const BUNDLE = fileURLToPath(new URL('../dist/cli/main.cjs', import.meta.url));
export const COMPILED = `${dirname(BUNDLE)}/main-${process.version}-${process.arch}.bin`;

// Node 20 has no compiler between a quick one and its best, and spends a third of a short command on code
// that runs a few times: so it waits six times as long, which a long command does not notice.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=400000');

/** The bundle as a function of what it asks of its surroundings. */
export function bundleScript() {
  // The bundle is plain ASCII, which is held in half the space of other text.
  const source = readFileSync(BUNDLE, 'latin1');
  return new Script(`(function (module, require, __filename, IMPORT) {${source}\n})`, {
    filename: BUNDLE,
    cachedData: existsSync(COMPILED) ? readFileSync(COMPILED) : undefined,
  });
}

/** What the bundle exports. */
export function loadBundle(script = bundleScript()) {
  const module = { exports: {} };
  script.runInThisContext()(module, createRequire(BUNDLE), BUNDLE, imported);
  return module.exports;
}

/** Code that Node has compiled before may not import: this is done for it. */
const imported = (name) => import(name.startsWith('.') ? new URL(name, pathToFileURL(BUNDLE)).href : name);
