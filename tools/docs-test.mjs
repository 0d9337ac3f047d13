/**
 * `npm run docs:test`, after `npm run build`: the README and docs are held to what the product does.
 * - A fenced `console` block is run: `$ command`, then its output. Numbers may differ by 2 % (or by the `±x%`
 *   in the block's first line), `...` stands for any lines.
 * - Every other block of commands (plain, `sh` or `python`) is run line by line; every line must end with 0.
 *   It finds a service at the address that it names.
 * - Every inline `npx railyard ...` is run in a folder with the files that it names; it must end with 0.
 * - Every `railyard ...` and `npx railyard ...`, inline or in a block, names a command that there is, and
 *   options that it has; without `npx` it is not run.
 * - Every `npm run ...`, `npm start` and `npm test` names a script of package.json.
 * - Every relative link leads to a file, and to a heading where it names one.
 * Each of these is one check. Two commands run at a time, each in a folder of its own, for 120 s at most.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const BIN = join(ROOT, 'bin/railyard.mjs');
/** Of numbers in outputs, unless a block says otherwise. */
const TOLERANCE_PCT = 2;
const LIMIT_SECONDS = 120;
const AT_A_TIME = Math.min(2, availableParallelism());
/** Long examples, and what is run in their place. */
const SHORTER = {
  'sweep examples/checkpoint-sweep.yaml': 'sweep examples/checkpoint-sweep.yaml --dry-run',
};
/** Examples that are not run: their names and options are checked. */
const NAME_ONLY = {
  'reproduce robustness': 'npm run test:nightly runs it',
  'accuracy runs --report docs/accuracy.md': 'it rewrites that page; accuracy runs itself is run',
  '<command>': 'a placeholder',
};
/** Blocks that are not run, by their first command. */
const BLOCKS_ELSEWHERE = {
  'npm ci': '.ci/run runs it',
  'npm install': 'npm run test:pack runs it',
};
/** Where docs say that a service listens. */
const DOCUMENTED = /(?:localhost|127\.0\.0\.1):3000/g;

let passed = 0;
const mistakes = [];

/** One check: it holds, or `text` says what is wrong. */
function check(file, holds, text) {
  if (holds) passed += 1;
  else mistakes.push(`${relative(ROOT, file)}: ${text}`);
}

function pages(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? pages(join(folder, entry.name))
      : entry.name.endsWith('.md')
        ? [join(folder, entry.name)]
        : [],
  );
}

const FILES = [
  ...readdirSync(ROOT)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, name)),
  ...pages(join(ROOT, 'docs')),
  join(ROOT, 'tools/package/engine-readme.md'),
];

/** A folder as a reader has it, with the files that the commands name. */
async function reader() {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-docs-'));
  const data = (name) => join(ROOT, 'test/data', name);
  cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
  cpSync(join(ROOT, 'examples/deepseek-v3.yaml'), join(folder, 'A'));
  cpSync(join(ROOT, 'examples/half-nic.yaml'), join(folder, 'B'));
  cpSync(data('configs/hf/Qwen--Qwen3-8B_config.json'), join(folder, 'config.json'));
  cpSync(data('logs/03-syslog-iso-nvswitch.log'), join(folder, 'kern.log'));
  cpSync(data('nccl/h100-10x4-all-ops.log'), join(folder, 'nccl.log'));
  for (const name of ['trace', 'train', 'before', 'after'])
    cpSync(data('traces/tracelens-h100-bert-small.json.gz'), join(folder, `${name}.json.gz`));
  for (const rank of [0, 1]) {
    const recording = data(`traces/hta-sampled-rank-${rank}.json.gz`);
    cpSync(recording, join(folder, `rank${rank}.json.gz`));
    cpSync(recording, join(folder, `profiles/rank${rank}.json.gz`));
  }
  cpSync(data('traces/all_gather.0.et'), join(folder, 'chakra/rank.0.et'));
  cpSync(data('logs/01-dmesg-boot-seconds.log'), join(folder, 'dmesg.txt'));
  writeFileSync(join(folder, 'events.csv'), `time,xid\n${events().join('\n')}\n`);
  writeFileSync(join(folder, 'run.yaml'), MISTAKEN);
  writeFileSync(
    join(folder, 'train.sh'),
    'torchrun pretrain_gpt.py --tensor-model-parallel-size 8 --pipeline-model-parallel-size 1 ' +
      '--micro-batch-size 1 --global-batch-size 256 --seq-length 4096 --bf16\n',
  );
  const init = 'railyard init --model config.json --megatron train.sh --device h100';
  const files =
    `${init} --gpus 64 > my-job.yaml && ${init} --gpus 8 > small-job.yaml && ` +
    'tar -czf profiles.tar.gz profiles';
  const made = await shell(files, folder);
  if (made.status !== 0) throw new Error(`The reader's documents could not be made: ${made.stderr}`);
  return folder;
}

/** A fault every other day of a quarter. */
const events = () =>
  Array.from({ length: 45 }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1 + 2 * index, index % 24));
    return `${at.toISOString()},${index % 3 === 0 ? 79 : 48}`;
  });

/** With the mistakes that docs/documents.md shows. */
const MISTAKEN = `apiVersion: railyard/v1
kind: Experiment
cluster: {preset: h800-2048-mpft, nic: {bandwidthGBps: fast}}
workload: {preset: deepseek-v3, parallelism: {pp: 16}}
`;

/** With the command of this repository in place of the installed one. */
const programs = (text) => text.replaceAll(/\b(npx )?railyard(?= )/g, `"${process.execPath}" "${BIN}"`);

/** The command's status (`null` after the limit, with all that it started ended) and output. */
function shell(command, cwd, input = '') {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1', COLUMNS: '200' };
  const child = spawn('bash', ['-c', programs(command)], { cwd, env, detached: true });
  child.stdin.on('error', () => undefined).end(input);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].setEncoding('utf8').on('data', (piece) => (output[name] += piece));
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), LIMIT_SECONDS * 1000);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      clearTimeout(timer);
      done({ status, ...output });
    });
  });
}

/** `command` in a copy of the reader's folder, so that no other command meets the files that it writes. */
async function shellInCopy(command, input) {
  const copy = mkdtempSync(join(tmpdir(), 'railyard-docs-'));
  cpSync(folder, copy, { recursive: true });
  try {
    return await shell(command, copy, input);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The last lines of what a failed command printed. */
function tail({ status, stdout, stderr }) {
  const end = status === null ? `was ended after ${LIMIT_SECONDS} s` : `ended with ${status}`;
  const text = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15).join('\n    ');
  return `${end}\n    ${text}`;
}

const NUMBER = /-?\d[\d,]*\.?\d*(?:e[+-]?\d+)?/gi;

/** Whether a line is as it is written, its numbers within the tolerance. */
function agrees(written, printed, percent) {
  const words = (line) => line.replace(NUMBER, '#').replace(/\s+/g, ' ').trim();
  if (words(written) !== words(printed)) return false;
  const numbers = (line) => (line.match(NUMBER) ?? []).map((text) => Number(text.replaceAll(',', '')));
  const found = numbers(printed);
  return numbers(written).every(
    (value, index) => Math.abs(found[index] - value) <= (percent / 100) * Math.abs(value) + 1e-12,
  );
}

/** Lines in order; `...` leaves any number of them out. */
function matches(written, printed, percent) {
  let at = 0;
  let free = false;
  for (const line of written) {
    if (line.trim() === '...') {
      free = true;
      continue;
    }
    const last = free ? printed.length : Math.min(at + 1, printed.length);
    let next = at;
    while (next < last && !agrees(line, printed[next], percent)) next += 1;
    if (next >= last) return line;
    at = next + 1;
    free = false;
  }
  return null;
}

const lines = (text) => text.split('\n').filter((line) => line.trim() !== '');

/** The commands of a page's console blocks, each with its check. */
function blockJobs(file, text) {
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, body]) => {
    const percent = Number(/±\s*([\d.]+)\s*%/.exec(body)?.[1] ?? TOLERANCE_PCT);
    return body
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...rest] = part.replaceAll('\\\n', ' ').split('\n');
        const judge = (result) => {
          const missing = matches(lines(rest.join('\n')), lines(result.stdout), percent);
          const failed = result.status !== 0;
          const reason = failed ? tail(result) : `does not print: ${missing}\n${tail(result)}`;
          check(file, !failed && missing === null, `\`${command}\` ${reason}`);
        };
        return { command, judge };
      });
  });
}

/** Languages of blocks that are run although they show no output: which program reads the block. */
const READERS = {
  '': 'bash -e -o pipefail',
  sh: 'bash -e -o pipefail',
  python: 'PYTHONPATH="$PWD/examples/python" python3 -',
};
const IS_COMMAND = /^(npx )?(railyard [a-z]|curl |npm |from railyard )/m;
const COMMAND_OF_PYTHON = `Command(${JSON.stringify([process.execPath, BIN])})`;

/** The blocks of a page that show commands without output. */
function scriptJobs(file, text) {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, body]) => {
    const command = READERS[language];
    const elsewhere = Object.keys(BLOCKS_ELSEWHERE).some((first) => body.startsWith(first));
    if (command === undefined || elsewhere || !IS_COMMAND.test(body)) return [];
    const judge = (result) => check(file, result.status === 0, `the block\n${body}${tail(result)}`);
    const input = language === 'python' ? body.replace('Command()', COMMAND_OF_PYTHON) : programs(body);
    return [{ command, input, name: body.trimEnd(), judge }];
  });
}

/** A service for the blocks that ask one, started with the first of them. */
let service = null;
function serviceAddress() {
  service ??= new Promise((done, fail) => {
    const cwd = mkdtempSync(join(tmpdir(), 'railyard-docs-'));
    const child = spawn(process.execPath, [BIN, 'serve', '--port', '0'], { cwd });
    const stop = () => {
      child.kill('SIGKILL');
      rmSync(cwd, { recursive: true, force: true });
    };
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes) => {
        said += bytes;
        const [, address] = /http:\/\/(127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (address !== undefined) done({ address, stop });
      });
    child.once('exit', () => fail(new Error(said)));
  });
  return service;
}

async function withService(text = '') {
  if (text.search(DOCUMENTED) < 0) return text;
  const { address } = await serviceAddress();
  return text.replace(DOCUMENTED, address);
}

const withoutBlocks = (text) => text.replace(/^```[\s\S]*?^```/gm, '');
const inline = (text, pattern) => [...withoutBlocks(text).matchAll(pattern)].map(([, command]) => command);

const seen = new Set();
/** The inline examples of a page that no page before it has. */
function exampleJobs(file, text) {
  return inline(text, /`npx railyard ([^`]+)`/g).flatMap((command) => {
    if (seen.has(command) || NAME_ONLY[command] !== undefined) return [];
    seen.add(command);
    const run = `railyard ${SHORTER[command] ?? command}`;
    const judge = (result) => check(file, result.status === 0, `\`${run}\` ${tail(result)}`);
    return [{ command: run, judge }];
  });
}

const helps = new Map();
/** The help of one or two words; null where there is no such command (the program prints its parent's). */
async function helpOf(words) {
  const key = words.join(' ');
  if (!helps.has(key)) {
    const { stdout } = await shell(`railyard ${key} --help`, ROOT);
    helps.set(key, stdout.startsWith(`Usage: railyard ${key}`) ? stdout : null);
  }
  return helps.get(key);
}

const isWord = (text) => /^[a-z-]+$/.test(text ?? '');

/** The commands that a page names, inline and in its blocks. */
const namedIn = (text) => [
  ...inline(text, /`(?:npx )?railyard ([a-z][^`]*)`/g),
  ...[...text.matchAll(/^(?:\$ )?(?:npx )?railyard ([a-z][^#|>&\n]*)/gm)].map(([, command]) =>
    command.trim(),
  ),
];

/** Commands, of one or two words, and their options. */
async function names(file, text) {
  for (const command of namedIn(text)) {
    const words = command.split(/\s+/);
    const outer = await helpOf(words.slice(0, 1));
    const inner = outer !== null && isWord(words[1]) ? await helpOf(words.slice(0, 2)) : null;
    const isGroup = /^Usage: .*\[command\]/.test(outer ?? '') && isWord(words[1]);
    const help = isGroup ? inner : (inner ?? outer);
    const missing = (command.match(/(?<=[\s[])--?[a-z][a-z-]*/g) ?? []).filter(
      (option) => !new RegExp(`^  .*(?<![\\w-])${option}(?![\\w-])`, 'm').test(help ?? ''),
    );
    const reason = help === null ? 'there is no such command' : `there is no ${missing.join(', ')}`;
    check(file, help !== null && missing.length === 0, `\`railyard ${command}\`: ${reason}`);
  }
}

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
function nameScripts(file, text) {
  for (const [, script] of text.matchAll(/\bnpm (?:run (?:-s )?)?(start|test|(?<=run (?:-s )?)[a-z:-]+)/g))
    check(file, scripts[script] !== undefined, `package.json has no script ${script}`);
}

const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsOf = (file) =>
  new Set([...readFileSync(file, 'utf8').matchAll(/^#+\s+(.*)$/gm)].map(([, heading]) => slug(heading)));

function links(file, text) {
  for (const [, target] of withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path, anchor] = target.split('#');
    const to = path === '' ? file : resolve(dirname(file), path);
    const leads = existsSync(to);
    check(file, leads, `the link ${target} leads nowhere`);
    if (leads && anchor !== undefined && to.endsWith('.md'))
      check(file, anchorsOf(to).has(anchor), `the link ${target} names no heading`);
  }
}

/** Takes jobs until none is left; as many of these as may run at a time share the list. */
async function work(jobs) {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const began = performance.now();
    const result = await shellInCopy(job.command, await withService(job.input));
    const before = mistakes.length;
    job.judge(result);
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    process.stdout.write(
      `${mistakes.length === before ? 'passed' : 'FAILED'} ${seconds} s  ${job.name ?? job.command}\n`,
    );
  }
}

/** Those that the command names, or all. */
const named = process.argv.slice(2).map((name) => resolve(name));
const chosen = named.length === 0 ? FILES : FILES.filter((file) => named.includes(file));
const folder = await reader();
const jobs = [];
for (const file of chosen) {
  const text = readFileSync(file, 'utf8');
  links(file, text);
  nameScripts(file, text);
  await names(file, text);
  jobs.push(...blockJobs(file, text), ...scriptJobs(file, text), ...exampleJobs(file, text));
}
const total = jobs.length;
await Promise.all(Array.from({ length: AT_A_TIME }, () => work(jobs)));
rmSync(folder, { recursive: true });
if (service !== null) (await service).stop();
for (const [command, reason] of Object.entries(NAME_ONLY))
  process.stdout.write(`not run: railyard ${command} (${reason})\n`);
for (const [first, reason] of Object.entries(BLOCKS_ELSEWHERE))
  process.stdout.write(`not run: blocks that begin with ${first} (${reason})\n`);
for (const text of mistakes) process.stderr.write(`docs-test: ${text}\n`);
process.stdout.write(
  `docs: ${chosen.length} pages, ${total} commands run: ${passed} passed, ${mistakes.length} failed\n`,
);
process.exitCode = mistakes.length === 0 ? 0 : 1;
