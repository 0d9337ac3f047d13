/**
 * Mutation testing: changes one expression or statement of a room at a time, runs the specs of the room, and
 * lists the changes that no spec notices.
 *
 *   npm run test:mutation                  (the rooms that are watched, 80 % of 60 mutants each)
 *   npm run test:mutation -- flows step --mutants 120 --seed 1
 *   npm run test:mutation -- libs/cluster/src/routing --file switch-paths
 *
 * The specs run inside one worker process, without Jest's start-up: only modules that depend on the mutated
 * file are evaluated again. A mutant is killed when a test fails, the module does not load, or the specs take
 * far longer than they do unmutated. Tests that take longer than --slow milliseconds are left out.
 */
import { fork } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EQUIVALENT } from './mutation/equivalent.mjs';
import { mutantsOf, sample } from './mutation/mutants.mjs';
import { ROOMS } from './mutation/rooms.mjs';

const root = resolve(import.meta.dirname, '..');
const LEAST_TIMEOUT_MS = 5_000;
const BASELINE_TIMEOUT_MS = 900_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string' },
    specs: { type: 'string' },
    slow: { type: 'string', default: '1500' },
    'at-least': { type: 'string', default: '80' },
  },
});

const sourceFiles = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
const isSpec = (file) => file.endsWith('.spec.ts');
const isSource = (file) => file.endsWith('.ts') && !isSpec(file) && basename(file) !== 'index.ts';

/** The files to mutate and the specs to run, from a room's name in the table or a path. */
function roomOf(name) {
  const { sources, specs } = ROOMS[name] ?? { sources: [name], specs: [name] };
  const from = (paths) => paths.flatMap((path) => sourceFiles(join(root, path)));
  const wanted = values.specs?.split(',') ?? specs;
  return {
    name,
    files: from(sources).filter((file) => isSource(file) && (!values.file || file.includes(values.file))),
    specs: from(wanted).filter(isSpec),
  };
}

/** A process that runs specs; one that hangs or dies is replaced. */
class SpecRunner {
  #process;

  async run(request, timeoutMs) {
    const child = (this.#process ??= fork(join(root, 'tools/mutation/spec-runner.cjs'), {
      cwd: root,
      // A server for each mutant would take minutes; both databases run the same statements.
      env: { ...process.env, POSTGRES_TEST_URL: 'none' },
    }));
    return new Promise((answer) => {
      const finish = (result) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (result.lost) this.stop();
        answer(result);
      };
      const timer = setTimeout(() => finish({ lost: 'timeout' }), timeoutMs);
      child.once('message', finish);
      child.once('exit', () => finish({ lost: 'crash' }));
      child.send(request);
    });
  }

  stop() {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}

/**
 * Runs the specs unmutated: which modules each loads, which of its tests judge mutants, how long they take.
 */
async function baselineOf(room, runner) {
  const specs = [];
  let slow = 0;
  for (const spec of room.specs) {
    const result = await runner.run({ spec }, BASELINE_TIMEOUT_MS);
    if (result.lost) throw new Error(`${relative(root, spec)} must run unmutated (${result.lost})`);
    for (const { name } of result.tests.filter(({ failed }) => failed))
      console.error(`  left out, fails unmutated: ${relative(root, spec)}: ${name}`);
    const judges = result.tests.filter((test) => !test.failed && test.milliseconds <= Number(values.slow));
    slow += result.tests.filter((test) => test.milliseconds > Number(values.slow)).length;
    const milliseconds = judges.reduce((sum, test) => sum + test.milliseconds, 0);
    specs.push({
      spec,
      tests: judges.map(({ name }) => name),
      milliseconds,
      modules: new Set(result.modules),
    });
  }
  const total = specs.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const count = specs.reduce((sum, { tests }) => sum + tests.length, 0);
  console.error(`  ${count} tests judge, in ${(total / 1e3).toFixed(1)} s; ${slow} slow ones are left out`);
  return specs;
}

/** Specs that load the file: the one of its name first, then the fastest. */
function specsFor(file, baseline) {
  const own = file.replace(/\.ts$/, '.spec.ts');
  return baseline
    .filter(({ modules, tests }) => modules.has(file) && tests.length > 0)
    .sort((a, b) => Number(b.spec === own) - Number(a.spec === own) || a.milliseconds - b.milliseconds);
}

async function testMutant(mutant, baseline, runner) {
  const related = specsFor(mutant.file, baseline);
  if (related.length === 0) return 'no spec';
  const usual = related.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const result = await runner.run(
    {
      file: mutant.file,
      source: mutant.source,
      runs: related.map(({ spec, tests }) => ({ spec, tests })),
    },
    LEAST_TIMEOUT_MS + 4 * usual,
  );
  return result.lost ?? (result.failed ? 'killed' : 'survived');
}

function printScores(room, outcomes) {
  const missed = ({ outcome }) => outcome === 'survived' || outcome === 'no spec';
  const percent = (all) => ((100 * all.filter((o) => !missed(o)).length) / all.length).toFixed(1);
  for (const file of room.files) {
    const own = outcomes.filter(({ mutant }) => mutant.file === file);
    if (own.length > 0)
      console.log(`  ${percent(own).padStart(5)} %  ${own.length} mutants  ${relative(root, file)}`);
  }
  for (const { mutant, outcome } of outcomes.filter(missed))
    console.log(`  ${outcome}: ${relative(root, mutant.file)}:${mutant.line}  ${mutant.change}`);
  console.log(`${room.name}: ${percent(outcomes)} % of ${outcomes.length} mutants killed`);
  return Number(percent(outcomes));
}

/** The mutants but those that are known to change nothing. */
function distinguishable(mutants, files) {
  const matches = (entry, { file, change }) => relative(root, file) === entry.file && change === entry.change;
  for (const entry of EQUIVALENT.filter(({ file }) => files.includes(join(root, file))))
    if (!mutants.some((mutant) => matches(entry, mutant)))
      throw new Error(`tools/mutation/equivalent.mjs: ${entry.file} has no mutant '${entry.change}'.`);
  const rest = mutants.filter((mutant) => !EQUIVALENT.some((entry) => matches(entry, mutant)));
  if (rest.length < mutants.length)
    console.error(`  ${mutants.length - rest.length} equivalent mutants are left out (equivalent.mjs)`);
  return rest;
}

async function mutateRoom(room) {
  if (room.files.length === 0) throw new Error(`No source file matches '${room.name}'.`);
  const runner = new SpecRunner();
  try {
    const baseline = await baselineOf(room, runner);
    const all = distinguishable(
      room.files.flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8'))),
      room.files,
    );
    const outcomes = [];
    for (const mutant of sample(all, Number(values.mutants), Number(values.seed)))
      outcomes.push({ mutant, outcome: await testMutant(mutant, baseline, runner) });
    return printScores(room, outcomes);
  } finally {
    runner.stop();
  }
}

/** Where an error is worst: what is run without names. */
const WATCHED = ['step', 'experts', 'chunk', 'optimizer', 'job', 'flows', 'leases'];

for (const name of positionals.length > 0 ? positionals : WATCHED)
  if ((await mutateRoom(roomOf(name))) < Number(values['at-least'])) process.exitCode = 1;
