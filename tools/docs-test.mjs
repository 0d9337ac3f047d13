/**
 * `npm run docs:test`, after `npm run build`: the README and docs are held to what the product does.
 * - A fenced `console` block is run: `$ command`, then its output. Numbers may differ by 2 % (or by the `±x%`
 *   in the block's first line), `...` stands for any lines.
 * - Every inline `npx railyard ...` is run in a folder with the files that it names; it must end with 0.
 * - Every inline `railyard ...` names a command that there is, and options that it has.
 * - Every relative link leads to a file, and to a heading where it names one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '..');
const BIN = join(ROOT, 'bin/railyard.mjs');
/** Of numbers in outputs, unless a block says otherwise. */
const TOLERANCE_PCT = 2;
/** Commands that are tried elsewhere, and where. */
const ELSEWHERE = {
  'reproduce robustness': 'npm run test:nightly',
  '<command>': 'a placeholder',
};

const mistakes = [];
const wrong = (place, text) => mistakes.push(`${relative(ROOT, place)}: ${text}`);

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
function reader() {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-docs-'));
  const data = (name) => join(ROOT, 'test/data', name);
  cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
  cpSync(join(ROOT, 'examples/half-nic.yaml'), join(folder, 'my-job.yaml'));
  for (const name of ['A', 'B']) cpSync(join(ROOT, 'examples/deepseek-v3.yaml'), join(folder, name));
  cpSync(join(ROOT, 'examples/half-nic.yaml'), join(folder, 'B'));
  cpSync(data('configs/hf/Qwen--Qwen3-8B_config.json'), join(folder, 'config.json'));
  cpSync(data('logs/03-syslog-iso-nvswitch.log'), join(folder, 'kern.log'));
  writeFileSync(join(folder, 'trace.json.gz'), gzipSync(readFileSync(data('deepseek-v3-train-trace.json'))));
  writeFileSync(
    join(folder, 'train.sh'),
    'torchrun pretrain_gpt.py --tensor-model-parallel-size 8 --pipeline-model-parallel-size 1 ' +
      '--micro-batch-size 1 --global-batch-size 256 --seq-length 4096 --bf16\n',
  );
  return folder;
}

function shell(command, folder) {
  const text = command.replaceAll(/\b(npx )?railyard(?= )/g, `"${process.execPath}" "${BIN}"`);
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1', COLUMNS: '200' };
  return spawnSync('bash', ['-c', text], { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e9 });
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

function consoleBlocks(file, text, folder) {
  let count = 0;
  for (const [, body] of text.matchAll(/```console\n([\s\S]*?)```/g)) {
    const percent = Number(/±\s*([\d.]+)\s*%/.exec(body)?.[1] ?? TOLERANCE_PCT);
    for (const part of body.split(/^\$ /m).slice(1)) {
      const [command = '', ...rest] = part.replaceAll('\\\n', ' ').split('\n');
      const { status, stdout, stderr } = shell(command, folder);
      count += 1;
      if (status !== 0) wrong(file, `\`${command}\` ended with ${status}: ${stderr.slice(0, 300)}`);
      const missing = matches(lines(rest.join('\n')), lines(stdout), percent);
      if (missing !== null)
        wrong(file, `\`${command}\` does not print: ${missing}\n${stdout.slice(0, 1500)}`);
    }
  }
  return count;
}

const withoutBlocks = (text) => text.replace(/^```[\s\S]*?^```/gm, '');
const inline = (text, pattern) => [...withoutBlocks(text).matchAll(pattern)].map(([, command]) => command);

const ran = new Set();
function runInline(file, text, folder) {
  for (const command of inline(text, /`npx railyard ([^`]+)`/g)) {
    if (ran.has(command) || ELSEWHERE[command] !== undefined) continue;
    ran.add(command);
    const { status, stderr } = shell(`railyard ${command}`, folder);
    if (status !== 0)
      wrong(file, `\`npx railyard ${command}\` ended with ${status}: ${stderr.slice(0, 300)}`);
  }
}

const helps = new Map();
function helpOf(words) {
  const key = words.join(' ');
  if (!helps.has(key)) helps.set(key, shell(`railyard ${key} --help`, ROOT));
  return helps.get(key);
}

/** The command of an inline example, of one or two words, and its options. */
function nameInline(file, text) {
  for (const command of inline(text, /`railyard ([a-z][^`]*)`/g)) {
    const words = command.split(/\s+/);
    const parents = ['runs', 'sweeps', 'keys', 'accuracy', 'faults', 'network', 'serving'];
    const isNested = parents.includes(words[0]) && /^[a-z-]+$/.test(words[1] ?? '');
    const nested = isNested ? helpOf(words.slice(0, 2)) : null;
    const help = nested !== null && nested.status === 0 ? nested : helpOf(words.slice(0, 1));
    if (help.status !== 0) {
      wrong(file, `there is no command \`railyard ${command}\``);
      continue;
    }
    for (const option of command.match(/--[a-z][a-z-]*/g) ?? [])
      if (!help.stdout.includes(option)) wrong(file, `\`railyard ${command}\`: there is no ${option}`);
  }
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
  let count = 0;
  for (const [, target] of withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    count += 1;
    const [path, anchor] = target.split('#');
    const to = path === '' ? file : resolve(dirname(file), path);
    if (!existsSync(to)) wrong(file, `the link ${target} leads nowhere`);
    else if (anchor !== undefined && to.endsWith('.md') && !anchorsOf(to).has(anchor))
      wrong(file, `the link ${target} names no heading`);
  }
  return count;
}

/** Those that the command names, or all. */
const named = process.argv.slice(2).map((name) => resolve(name));
const chosen = named.length === 0 ? FILES : FILES.filter((file) => named.includes(file));
const folder = reader();
let [blocks, checked] = [0, 0];
for (const file of chosen) {
  const text = readFileSync(file, 'utf8');
  checked += links(file, text);
  nameInline(file, text);
  blocks += consoleBlocks(file, text, folder);
  runInline(file, text, folder);
}
rmSync(folder, { recursive: true });
process.stdout.write(
  `docs: ${chosen.length} pages, ${checked} links, ${blocks} commands of blocks, ${ran.size} of examples\n`,
);
for (const text of mistakes) process.stderr.write(`docs-test: ${text}\n`);
process.exitCode = mistakes.length === 0 ? 0 : 1;
