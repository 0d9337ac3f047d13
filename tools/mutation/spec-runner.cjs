/**
 * Runs spec files inside this process and answers over IPC.
 * {spec} -> {tests: [{name, failed, milliseconds}], modules}: all tests of a spec, unmutated.
 * {file, source, runs: [{spec, tests}]} -> {failed}: the named tests with another text for `file`; that module
 * and what imports it are evaluated again, everything else keeps its state. Stops at the first failure.
 * Tests run by jest-circus, as under Jest; properties are tried a few times only and not shrunk.
 */
const { transformSync } = require('@swc/core');
const { jestExpect } = require('@jest/expect');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');
const circus = require('jest-circus');
const { existsSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, resolve } = require('node:path');
const vm = require('node:vm');

const root = resolve(__dirname, '../..');
const TEST_TIMEOUT_MS = 120_000;
const PROPERTY_RUNS = 40;
const SWC = {
  module: { type: 'commonjs' },
  sourceMaps: false,
  swcrc: false,
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

/** File -> {exports, imports}: modules of the project that are evaluated. */
const loaded = new Map();
/** File -> function of (exports, require, module, __filename, __dirname), unmutated. */
const compiled = new Map();
let mutated = { file: undefined, source: undefined };

function compile(file, source) {
  const { code } = transformSync(source, { ...SWC, filename: file });
  return vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
  });
}

function evaluatorOf(file) {
  if (file === mutated.file) return compile(file, mutated.source);
  if (!compiled.has(file)) compiled.set(file, compile(file, readFileSync(file, 'utf8')));
  return compiled.get(file);
}

/** The project's file that a specifier names; undefined for a package or a built-in module. */
function projectFile(specifier, from) {
  const library = /^@railyard\/([^/]+)$/.exec(specifier);
  if (library !== null) return join(root, 'libs', library[1], 'src/index.ts');
  if (!specifier.startsWith('.')) return undefined;
  const path = resolve(dirname(from), specifier);
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) && source.endsWith('.ts') ? source : undefined;
}

/** fast-check whose properties run at most `PROPERTY_RUNS` times. */
function fewRuns(fc) {
  const limited = {
    ...fc,
    assert: (property, options = {}) =>
      fc.assert(property, {
        ...options,
        numRuns: Math.min(options.numRuns ?? PROPERTY_RUNS, PROPERTY_RUNS),
        endOnFailure: true,
      }),
  };
  return { ...limited, default: limited };
}

function load(file) {
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const module = { exports: {}, imports: new Set() };
  loaded.set(file, module);
  const native = createRequire(file);
  const requireFrom = (specifier) => {
    const target = projectFile(specifier, file);
    if (specifier === 'fast-check') return fewRuns(native(specifier));
    if (target === undefined) return native(specifier);
    module.imports.add(target);
    return load(target);
  };
  requireFrom.resolve = native.resolve;
  evaluatorOf(file)(module.exports, requireFrom, module, file, dirname(file));
  return module.exports;
}

/** The module and all it imports, directly or not. */
function closure(file, into = new Set()) {
  if (into.has(file)) return into;
  into.add(file);
  for (const next of loaded.get(file)?.imports ?? []) closure(next, into);
  return into;
}

/** Forgets a module and all that import it, so that they are evaluated again. */
function forget(file) {
  const stale = new Set([file]);
  for (let size = 0; size !== stale.size;) {
    size = stale.size;
    for (const [importer, { imports }] of loaded)
      for (const one of imports) if (stale.has(one)) stale.add(importer);
  }
  for (const one of stale) loaded.delete(one);
}

/** Names of the tests that may run; undefined: all, to the end. */
let chosen;

function skipTests(block, isSkipped) {
  for (const child of block.children) {
    if (child.type === 'describeBlock') skipTests(child, isSkipped);
    else if (isSkipped(child)) child.mode = 'skip';
  }
}

function testName(test) {
  const titles = [];
  for (let at = test; at.parent !== undefined; at = at.parent) titles.unshift(at.name);
  return titles.join(' > ');
}

circus.addEventHandler((event, state) => {
  if (chosen === undefined) return;
  if (event.name === 'run_start') skipTests(state.rootDescribeBlock, (test) => !chosen.has(testName(test)));
  if (event.name === 'test_fn_failure' || event.name === 'hook_failure')
    skipTests(state.rootDescribeBlock, () => true);
});

function defineGlobals() {
  const mocker = new ModuleMocker(globalThis);
  const timers = new ModernFakeTimers({ global: globalThis, config: { fakeTimers: {}, rootDir: root } });
  const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
  Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach });
  globalThis.expect = jestExpect;
  globalThis.jest = {
    fn: (implementation) => mocker.fn(implementation),
    spyOn: (object, key) => mocker.spyOn(object, key),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    setTimeout: () => undefined,
    useFakeTimers: (options) => timers.useFakeTimers(options),
    useRealTimers: () => timers.useRealTimers(),
    advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
    getTimerCount: () => timers.getTimerCount(),
  };
}

/** Results of the tests of a spec file; an error outside of the tests throws. */
async function resultsOf(spec) {
  circus.resetState();
  circus.getState().testTimeout = TEST_TIMEOUT_MS;
  loaded.delete(spec);
  load(spec);
  const { testResults, unhandledErrors } = await circus.run();
  if (unhandledErrors.length > 0) throw new Error(unhandledErrors[0]);
  return testResults
    .filter(({ status }) => status !== 'skip' && status !== 'todo')
    .map(({ testPath, errors, duration }) => ({
      name: testPath.slice(1).join(' > '),
      failed: errors[0],
      milliseconds: duration ?? 0,
    }));
}

async function runUnmutated(spec) {
  chosen = undefined;
  mutated = { file: undefined, source: undefined };
  return { tests: await resultsOf(spec), modules: [...closure(spec)] };
}

async function runMutant({ file, source, runs }) {
  mutated = { file, source };
  forget(file);
  try {
    for (const { spec, tests } of runs) {
      chosen = new Set(tests);
      const failure = (await resultsOf(spec)).find(({ failed }) => failed !== undefined);
      if (failure !== undefined) return { failed: failure.name };
    }
    return { failed: undefined };
  } catch (error) {
    return { failed: String(error) };
  } finally {
    forget(file);
  }
}

defineGlobals();
require('../fast-check-seed.cjs');
process.on('message', async (request) =>
  process.send(request.spec === undefined ? await runMutant(request) : await runUnmutated(request.spec)),
);
