/**
 * `npm run pack`, after `npm run build`: two packages as tarballs in out/packages. `railyard-engine` is the
 * engine and the client for Node and browsers, without dependencies; `railyard` is the command and the
 * service alongside them. Nothing is published from here; tools/pack-test.mjs installs and tries them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const OUT = join(ROOT, 'out/packages');
const TYPES = join(ROOT, 'out/types');
const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Entry of each thing that is exported: its declarations, and where they lie in the source. */
const ENTRIES = { engine: 'libs/engine/src', client: 'libs/client/src', service: 'apps/api/src' };

/** What both packages say of themselves. */
const about = {
  version: own.version,
  description: own.description,
  license: own.license,
  type: 'module',
  engines: { node: '>=22.14' },
};

function declarations() {
  rmSync(TYPES, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules/typescript-native/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'tools/package/tsconfig.json')], {
    stdio: 'inherit',
  });
}

const IMPORTS = /((?:from |import\()\s*['"])([^'"]+)(['"])/g;

/** The file that a declaration names: one of ours, or null. */
function declared(name, from) {
  if (name.startsWith('@railyard/')) return join(TYPES, 'libs', name.slice(10), 'src/index.d.ts');
  return name.startsWith('.') ? resolve(dirname(from), name.replace(/\.js$/, '.d.ts')) : null;
}

/** Copies the declarations that an entry needs, with relative addresses. */
function copyTypes(entry, folder) {
  const left = [join(TYPES, ENTRIES[entry], 'index.d.ts')];
  const seen = new Set(left);
  while (left.length > 0) {
    const file = left.pop();
    const text = readFileSync(file, 'utf8').replace(IMPORTS, (whole, before, name, after) => {
      const target = declared(name, file);
      if (target === null) return whole;
      if (!seen.has(target)) left.push(target);
      seen.add(target);
      const address = relative(dirname(file), target).replace(/\.d\.ts$/, '.js');
      return `${before}${address.startsWith('.') ? address : `./${address}`}${after}`;
    });
    const to = join(folder, 'types', relative(TYPES, file));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}

const exported = (entry, file) => ({ types: `./types/${ENTRIES[entry]}/index.d.ts`, default: file });

async function bundle(entry, folder) {
  await build({
    entryPoints: { [entry]: join(DIST, ENTRIES[entry], 'index.js') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minifyWhitespace: true,
    logLevel: 'error',
  });
}

function write(folder, manifest, readme) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...about }, null, 2)}\n`);
  cpSync(join(ROOT, readme), join(folder, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', OUT], { cwd: folder, stdio: 'inherit' });
}

async function engine() {
  const folder = join(OUT, 'engine');
  mkdirSync(folder, { recursive: true });
  for (const entry of ['engine', 'client']) {
    await bundle(entry, folder);
    copyTypes(entry, folder);
  }
  write(
    folder,
    {
      name: 'railyard-engine',
      sideEffects: false,
      exports: { '.': exported('engine', './engine.js'), './client': exported('client', './client.js') },
    },
    'tools/package/engine-readme.md',
  );
}

/** Source maps and what only a build needs stay at home. */
const shipped = (path) => !/\.(map|tsbuildinfo)$/.test(path) && !/^dist\/(types|bench)(\/|$)/.test(path);

/** The browser's pages hold theirs already; the other is SQLite's driver for older Node. */
const NOT_INSTALLED = ['@tanstack/virtual-core', 'lz-string', 'preact', 'uplot', 'better-sqlite3'];

/** Those who want the board of the queue install it. */
const ON_DEMAND = ['@bull-board/api', '@bull-board/fastify'];

/** Of it and the eighty packages that it brings, the command needs a tenth. */
const PROTOCOL = '@modelcontextprotocol/sdk';

const versionsOf = (isWanted) =>
  Object.fromEntries(Object.entries(own.dependencies).filter(([name]) => isWanted(name)));

const dependencies = () => versionsOf((name) => ![...NOT_INSTALLED, ...ON_DEMAND].includes(name));

/** The package that a file of node_modules belongs to. */
const packageOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

/** The parts of the protocol's SDK that the command imports, as one package without dependencies. */
async function bundleProtocol(folder) {
  const source = join(ROOT, 'node_modules', PROTOCOL);
  const { version, license } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const imported = new Set(
    ['cli/main.cjs', 'apps/cli/src/mcp/http.js', 'apps/cli/src/mcp/server.js']
      .flatMap((name) => [...readFileSync(join(DIST, name), 'utf8').matchAll(PROTOCOL_IMPORTS)])
      .map(([, path]) => path),
  );
  const to = join(folder, 'node_modules', PROTOCOL);
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      [...imported].map((path) => [path.replace(/\.js$/, ''), `${PROTOCOL}/${path}`]),
    ),
    absWorkingDir: ROOT,
    outdir: to,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  const manifest = { name: PROTOCOL, version, license, type: 'module', exports: { './*': './*' } };
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const inside = [...new Set(Object.keys(metafile.inputs).map(packageOf))].filter(Boolean).sort();
  writeFileSync(join(to, 'LICENSE'), inside.map(licenceOf).join('\n'));
}

const PROTOCOL_IMPORTS = /['"]@modelcontextprotocol\/sdk\/([^'"]+)['"]/g;

function licenceOf(folder) {
  const at = join(ROOT, folder);
  const name = readdirSync(at).find((file) => /^licen[cs]e/i.test(file));
  const text = name === undefined ? '' : readFileSync(join(at, name), 'utf8');
  const { version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  return `${folder.replace(/^.*node_modules\//, '')} ${version} (${license})\n\n${text}`;
}

async function whole() {
  const folder = join(OUT, 'railyard');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(DIST)) {
    if (!shipped(`dist/${name}`)) continue;
    cpSync(join(DIST, name), join(folder, 'dist', name), {
      recursive: true,
      filter: (path) => shipped(relative(ROOT, path)),
    });
  }
  for (const name of ['bin', 'examples', 'schemas'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  // What `railyard accuracy` judges the engine by.
  cpSync(join(ROOT, 'test/data'), join(folder, 'test/data'), {
    recursive: true,
    filter: (path) => !/test\/data\/(traces|configs|logs)(\/|$)/.test(path),
  });
  for (const entry of ['engine', 'client']) await bundle(entry, join(folder, 'lib'));
  for (const entry of ['engine', 'client', 'service']) copyTypes(entry, folder);
  await bundleProtocol(folder);
  write(
    folder,
    {
      name: 'railyard',
      bin: own.bin,
      exports: {
        '.': exported('engine', './lib/engine.js'),
        './engine': exported('engine', './lib/engine.js'),
        './client': exported('client', './lib/client.js'),
        './service': exported('service', './dist/apps/api/src/index.js'),
        './package.json': './package.json',
      },
      dependencies: dependencies(),
      bundleDependencies: [PROTOCOL],
      peerDependencies: versionsOf((name) => ON_DEMAND.includes(name)),
      peerDependenciesMeta: Object.fromEntries(ON_DEMAND.map((name) => [name, { optional: true }])),
    },
    'README.md',
  );
}

rmSync(OUT, { recursive: true, force: true });
declarations();
await engine();
await whole();
