/** `examples/python/railyard.py` through the command and against a service, and its worked example. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from '../support/harness.js';
import { type Started, start } from '../support/processes.js';
import { ROOT } from './railyard.js';

const FOLDER = join(ROOT, 'examples/python');
const COMMAND = [process.execPath, join(ROOT, 'bin/railyard.mjs')];
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Runs a program with `command` and, where given, `url`; what it printed as JSON. */
function python(program: string, url = ''): unknown {
  const text = [
    'import json, sys',
    `sys.path.insert(0, ${JSON.stringify(FOLDER)})`,
    'from railyard import *',
    `command, url = Command(${JSON.stringify(COMMAND)}), ${JSON.stringify(url)}`,
    program,
  ].join('\n');
  const { stdout, stderr, status } = spawnSync('python3', ['-c', text], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, RAILYARD_SERVER: '', RAILYARD_API_KEY: '', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

(hasPython ? describe : describe.skip)('railyard.py', () => {
  const folder = temporaryFolder();
  let service: Started;

  beforeAll(async () => {
    service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'p.db'), RAILYARD_THREADS: 1 });
  });

  afterAll(async () => {
    await service.end('SIGKILL');
    folder.remove();
  });

  const DOCUMENT = `{"apiVersion": "railyard/v1", "kind": "Experiment", "name": "mine",
    "preset": "deepseek-v3-mpft"}`;

  it('has the same answers from the command and the service', () => {
    const [here, there, row] = python(
      `here = command.run(${DOCUMENT})
there = Service(url).run(${DOCUMENT})
print(json.dumps([here["id"] + str(here["metrics"]), there["id"] + str(there["metrics"]), rows(here)]))`,
      service.url,
    ) as [string, string, { stepTimeS: number }[]];
    expect(there).toBe(here);
    expect(row[0]?.stepTimeS).toBeGreaterThan(10);
  });

  it('changes documents by path, and names mistakes', () => {
    expect(
      python(
        `changed = command.run("deepseek-v3-mpft", set={"cluster.nic.bandwidthGBps": 25, "name": "slow"})
found = []
for ask in (lambda: command.run({"kind": "Experiment"}), lambda: Service(url).run({"kind": "Experiment"})):
    try:
        ask()
    except InvalidDocument as error:
        found.append(error.issues[0]["path"])
print(json.dumps([changed["document"]["cluster"]["nic"]["bandwidthGBps"], found]))`,
        service.url,
      ),
    ).toEqual([25, ['/apiVersion', '/apiVersion']]);
  });

  it('sweeps through the service, with rows for a table', () => {
    const table = python(
      `answer = Service(url).sweep({"apiVersion": "railyard/v1", "kind": "Sweep", "name": "s",
  "preset": "deepseek-v3-mpft", "parameters": {"seed": {"values": [1, 2]}}}, poll=0.1)
print(json.dumps(rows(answer)))`,
      service.url,
    ) as { seed: number; stepTimeS: number }[];
    expect(table.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(table.every(({ stepTimeS }) => stepTimeS > 10)).toBe(true);
  });

  it('works an example', () => {
    const { stdout, stderr } = spawnSync('python3', [join(FOLDER, 'worked_example.py'), ...COMMAND], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, RAILYARD_SERVER: '', PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(5);
    const steps = lines.slice(1).map((line) => Number(line.trim().split(/\s+/)[1]));
    expect([...steps].sort((a, b) => b - a)).toEqual(steps);
  });
});
