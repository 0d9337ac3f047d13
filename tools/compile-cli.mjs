/**
 * Part of `npm run build` (started by bundle-cli.mjs, in a process with the settings of the command): runs
 * common commands from the bundle, and keeps what Node has compiled for them.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { COMPILED, bundleScript, loadBundle } from '../bin/bundle.mjs';

const COMMANDS = [
  'run deepseek-v3-mpft',
  'run deepseek-v3-mpft --json',
  'validate deepseek-v3-mpft',
  'replay examples/llama3-54d.yaml',
];

// A long command would have V8 drop what the others compiled. The flag has its default again below: code is
// taken over under the flags that it was kept under.
setFlagsFromString('--no-flush-bytecode');
const script = bundleScript();
const { runCli } = loadBundle(script);
for (const words of COMMANDS) {
  const code = await runCli(words.split(' '));
  if (code !== 0) throw new Error(`railyard ${words} ended with ${code}.`);
}
setFlagsFromString('--flush-bytecode');
writeFileSync(COMPILED, script.createCachedData());
