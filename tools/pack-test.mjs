/**
 * `npm run test:pack`, after `npm run pack`: installs the tarballs in an empty folder under each Node that is
 * supported, without a compiler, and tries them: the command, the service, the engine as a library with its
 * declarations. The result of the founding case must have the same hash under all of them and under this one.
 */
import { createHash } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NPM, VERSIONS, nodeOf } from './node-versions.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const PACKAGES = join(ROOT, 'out/packages');
const MB = 1e6;
/** What the service brings along besides itself. */
const MOST_OTHERS_MB = 150;
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const tarball = (name) => join(PACKAGES, `${name}-${version}.tgz`);

const say = (text) => process.stdout.write(`${text}\n`);

function require(condition, what) {
  if (condition) return;
  process.stderr.write(`pack-test: ${what}\n`);
  process.exit(1);
}

function sizeOf(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** An empty project with a tarball in it. */
function installed(node, name) {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-pack-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  // Whoever asks for a compiler fails.
  const env = {
    ...process.env,
    CC: '/bin/false',
    CXX: '/bin/false',
    PATH: `${resolve(node, '..')}:${process.env.PATH}`,
  };
  delete env.npm_config_user_agent;
  execFileSync(node, [NPM, 'install', '--no-audit', '--no-fund', '--silent', tarball(name)], {
    cwd: folder,
    env,
    stdio: 'inherit',
  });
  return folder;
}

const run = (node, folder, args) =>
  execFileSync(node, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 });

async function served(node, folder, bin) {
  const server = spawn(node, [bin, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const url = await new Promise((done, fail) => {
      let said = '';
      const read = (bytes) => {
        said += bytes;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (found !== null) done(found[0]);
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.once('exit', () => fail(new Error(said)));
    });
    const body = JSON.stringify({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      name: 'packed',
      preset: 'deepseek-v3-mpft',
    });
    const headers = { 'content-type': 'application/json' };
    const { id } = await (await fetch(`${url}/v1/experiments`, { method: 'POST', headers, body })).json();
    for (;;) {
      const { state, resultSha256, failure } = await (await fetch(`${url}/v1/runs/${id}`)).json();
      require(state !== 'failed', `the service's run failed: ${JSON.stringify(failure)}`);
      if (state === 'succeeded') return resultSha256;
      await new Promise((done) => setTimeout(done, 50));
    }
  } finally {
    server.kill('SIGKILL');
  }
}

/** The name by which `railyard mcp` answers the first request of an agent. */
async function protocolServer(node, folder, bin) {
  const server = spawn(node, [bin, 'mcp'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'pack', version: '0' },
  };
  server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  const said = await new Promise((done, fail) => {
    server.stdout.once('data', (bytes) => done(String(bytes)));
    server.once('exit', (code) => fail(new Error(`railyard mcp ended with ${code}`)));
  });
  server.removeAllListeners('exit').kill();
  return JSON.parse(said.split('\n')[0]).result?.serverInfo?.name;
}

const LIBRARY = `
import { createHash } from 'node:crypto';
import { canonicalJson, experimentFromPreset, prepareExperiment, runExperiment } from '#PACKAGE#';
const result = runExperiment(prepareExperiment({ ...experimentFromPreset('deepseek-v3-mpft'), name: 'packed' }));
console.log(createHash('sha256').update(canonicalJson(result)).digest('hex'));
`;

const TYPED = `
import { type ExperimentResult, experimentFromPreset, prepareExperiment, runExperiment } from 'railyard-engine';
import { openService } from 'railyard-engine/client';
const result: ExperimentResult = runExperiment(prepareExperiment(experimentFromPreset('deepseek-v3-mpft')));
// @ts-expect-error a number, not a text
const wrong: string = result.metrics.stepTimeS;
export { openService, wrong };
`;

function library(node, folder, name) {
  const file = join(folder, 'library.mjs');
  writeFileSync(file, LIBRARY.replace('#PACKAGE#', name));
  return run(node, folder, [file]).trim();
}

function typed(folder) {
  writeFileSync(join(folder, 'typed.ts'), TYPED);
  const tsc = join(ROOT, 'node_modules/typescript-native/bin/tsc');
  const options =
    '--noEmit --strict --skipLibCheck --module nodenext --target es2022 --lib es2023,dom typed.ts';
  execFileSync(process.execPath, [tsc, ...options.split(' ')], { cwd: folder, stdio: 'inherit' });
}

/** The examples of the engine's README, the second on a text with a mistake. */
function examples(node, folder) {
  const readme = readFileSync(join(folder, 'node_modules/railyard-engine/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block);
  const said = blocks.map((block) => {
    writeFileSync(join(folder, 'example.mjs'), `const text = 'kind: Experiment';\n${block}`);
    return run(node, folder, ['example.mjs']);
  });
  require(blocks.length === 2 &&
    /^[\d.]+ s a step$/m.test(said[0]), `the README's example prints ${said[0]}`);
}

async function tried(node, label) {
  const folder = installed(node, 'railyard');
  const bin = join(folder, 'node_modules/.bin/railyard');
  const table = run(node, folder, [bin, 'reproduce', 'table4']);
  require(/1F/.test(table) && /MFU/.test(table), `reproduce table4 printed ${table}`);
  const printed = createHash('sha256')
    .update(run(node, folder, [bin, 'run', 'deepseek-v3-mpft', '--json']))
    .digest('hex');
  const sha256 = await served(node, folder, bin);
  require(library(node, folder, 'railyard') === sha256, `${label}: library and service have other bytes`);
  require((await protocolServer(node, folder, bin)) === 'railyard', `${label}: railyard mcp does not answer`);
  const megabytes = sizeOf(join(folder, 'node_modules')) / MB;
  const others = megabytes - sizeOf(join(folder, 'node_modules/railyard')) / MB;
  rmSync(folder, { recursive: true });
  require(others < MOST_OTHERS_MB, `the dependencies take ${others.toFixed(0)} MB`);
  say(
    `Node ${label}: command, service, library and protocol agree on ${sha256.slice(0, 12)}; ` +
      `${megabytes.toFixed(0)} MB installed, ${others.toFixed(0)} of them dependencies`,
  );
  return { printed, sha256 };
}

const answers = [];
for (const wanted of VERSIONS) answers.push(await tried(nodeOf(wanted), wanted));
const here = createHash('sha256')
  .update(run(process.execPath, ROOT, ['bin/railyard.mjs', 'run', 'deepseek-v3-mpft', '--json']))
  .digest('hex');
require(answers.every(
  ({ printed }) => printed === here,
), 'the founding case has other bytes under another Node');
require(new Set(answers.map(({ sha256 }) => sha256)).size === 1, 'the services have other bytes');
say(`Node ${process.versions.node} (this one): the same ${here.slice(0, 12)} from the command`);

const node = nodeOf(VERSIONS[0]);
const folder = installed(node, 'railyard-engine');
const bytes = sizeOf(join(folder, 'node_modules/railyard-engine'));
require(bytes < 5 * MB, `railyard-engine takes ${bytes} bytes installed`);
require(library(node, folder, 'railyard-engine') === answers[0].sha256, 'the engine alone has other bytes');
typed(folder);
examples(node, folder);
say(`railyard-engine: ${(bytes / MB).toFixed(1)} MB installed, the same bytes, declarations hold`);
rmSync(folder, { recursive: true });
