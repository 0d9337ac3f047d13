/** What every command prints fits a terminal of 80 columns. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';
import { buildProgram } from '../../apps/cli/src/program.js';
import { temporaryFolder } from '../support/harness.js';
import { type Started, start } from '../support/processes.js';
import { ROOT, railyard } from '../cli/railyard.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);

const log = at('faults.csv');
writeFileSync(log, 'time,class\n2026-01-02T00:00:00Z,gpu_hard\n2026-02-01T00:00:00Z,nic\n');
const runs = at('runs.csv');
writeFileSync(
  runs,
  readFileSync(join(ROOT, 'test/data/training-runs.csv'), 'utf8')
    .split('\n')
    .filter((line) => /^(id,|#|sc21-t1-0001|korthikanti-000[12]|llama1)/.test(line))
    .join('\n'),
);
const trace = 'libs/profile/src/fixture/two-layers.trace.json';
const database = at('keys.db');

const COMMANDS = [
  'run deepseek-v3-mpft',
  'run deepseek-v3-mpft --links',
  'replay examples/replay.yaml --replicas 2 --price 2',
  'sweep examples/pipeline-sweep.yaml',
  'sweep examples/pipeline-sweep.yaml --dry-run',
  'compare deepseek-v3-mpft deepseek-v3-mrft',
  'sensitivity deepseek-v3-mpft',
  'project deepseek-v3-mpft --anchor deepseek-v3-mpft --measured-step-s 24.1',
  'serving examples/serving.yaml',
  'validate deepseek-v3-mpft',
  'init --model deepseek-v3',
  ...['table1', 'table2', 'table3', 'table4', 'table5', 'figure5', 'figure6', 'decode-limits', 'formats'].map(
    (artifact) => `reproduce ${artifact}`,
  ),
  `accuracy runs ${runs}`,
  `accuracy anchored ${runs}`,
  'accuracy kernels',
  'accuracy steps',
  'accuracy collectives',
  'accuracy serving',
  'calibrate test/data/nccl/h100-10x4-all-ops.log',
  'presets',
  'model deepseek-v3',
  'layer deepseek-v3 --device h800',
  `import ${trace}`,
  `import ${trace} --retarget h200`,
  `import ${trace} --against ${trace}`,
  'network simulate all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1MiB',
  'network all-reduce --cluster h800-2048-mpft --gpus 16 --bytes 1MiB --beside all-to-all:1MiB',
  'network cost --cluster h800-2048-mpft',
  'network cost --cluster h800-2048-mpft --prices examples/parts.yaml',
  'network compare --cluster h800-2048-mpft --cluster h800-2048-mrft',
  'network jobs --cluster h800-2048-mpft --workload deepseek-v3 --nodes 256',
  'network traffic examples/messages.csv --cluster examples/plan-1024.yaml',
  'network measured',
  'schedule dualpipe --ranks 8 --micro-batches 20',
  'topology test/data/topology/ibsim-net.2sw2path4hca --device h200',
  'export deepseek-v3-mpft megatron',
  'faults read test/data/logs/04-journald.jsonl',
  `faults fit ${log} --gpus 2048`,
  `faults check llama3-h100 ${log} --gpus 64`,
  'config',
  `keys create --name a-name-of-some-length-for-a-key --database ${database}`,
  `keys list --database ${database}`,
];

/** Asked of a service that has a run and a sweep. */
const AT_SERVICE = ['runs list', 'runs show run', 'runs export run', 'sweeps list', 'sweeps show sweep'];

/** They print files, documents, scripts or a sentence; or the table of another command that is above. */
const WITHOUT_TABLES = [
  ...['report', 'schema', 'completion', 'serve', 'mcp', 'bench', 'backup', 'restore', 'prune', 'keys revoke'],
  ...['runs watch', 'runs cancel', 'runs retry', 'runs delete'],
  ...['sweeps watch', 'sweeps cancel', 'sweeps retry', 'sweeps delete'],
];

let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: at('width.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

async function tooWide(words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await railyard(words, '', undefined, { COLUMNS: '80' });
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  expect(stdout).not.toBe('');
  return stdout.split('\n').filter((line) => [...line].length > 80);
}

it.each(COMMANDS)('railyard %s', async (words) => {
  expect(await tooWide(words.split(' '))).toEqual([]);
});

it('the lists of a service', async () => {
  const there = ['--server', service.url];
  const idOf = async (words: readonly string[]): Promise<string> =>
    (await railyard([...words, '-o', 'name', ...there])).stdout.trim();
  const run = await idOf(['run', 'deepseek-v3-mpft', '--set', 'name=a name of a run that is rather long']);
  const sweep = await idOf(['sweep', 'examples/pipeline-sweep.yaml']);
  for (const each of AT_SERVICE) {
    const words = each.split(' ');
    const named = words.length < 3 ? words : [...words.slice(0, 2), words[2] === 'run' ? run : sweep];
    expect([each, await tooWide([...named, ...there])]).toEqual([each, []]);
  }
});

it('no command is left out', async () => {
  const program = await buildProgram(['network', 'layer', 'schedule']);
  const covered = [...COMMANDS, ...AT_SERVICE, ...WITHOUT_TABLES];
  const left = pathsIn(program).filter(
    (path) => !covered.some((words) => words === path || words.startsWith(`${path} `)),
  );
  expect(left).toEqual([]);
});

/** Words that name each command, those of groups included. */
const pathsIn = ({ commands }: Command): readonly string[] =>
  commands.flatMap((command) => [
    command.name(),
    ...pathsIn(command).map((path) => `${command.name()} ${path}`),
  ]);
