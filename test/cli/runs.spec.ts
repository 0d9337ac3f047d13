import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type ExperimentResult, METRIC_NAMES, type NetworkLoads } from '@railyard/experiments';
import { json, type Outcome, railyard, ROOT } from './railyard.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The founding case as it is printed and as JSON: many tests look at the same answer. */
const FOUNDING = ['run', 'deepseek-v3-mpft'];
const answers = new Map<string, Promise<Outcome>>();
function founding(...more: readonly string[]): Promise<Outcome> {
  const key = more.join(' ');
  const answer = answers.get(key) ?? railyard([...FOUNDING, ...more]);
  answers.set(key, answer);
  return answer;
}
const foundingResult = async (): Promise<ExperimentResult> =>
  JSON.parse((await founding('--json')).stdout) as ExperimentResult;

/** Second column of a printed table of links. */
const names = (table: string): readonly string[] =>
  table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.split(/ +/)[1]!);

describe('railyard run', () => {
  it('prints the contract, the same twice', async () => {
    const first = await founding('--json');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const result = JSON.parse(first.stdout) as ExperimentResult;
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining([
        'id',
        'document',
        'engineVersion',
        'metrics',
        'breakdown',
        'memory',
        'network',
        'warnings',
        'inputs',
      ]),
    );
    expect(Object.keys(result.metrics).sort()).toEqual([...METRIC_NAMES].sort());
    expect(
      (await railyard(['run', 'examples/deepseek-v3.yaml', '--set', 'name=deepseek-v3-mpft', '--json']))
        .stdout,
    ).toBe(first.stdout);
  });

  it('prints the band of what follows from times, and how far off such runs were', async () => {
    const { stdout } = await founding();
    const { band, metrics, family } = await foundingResult();
    const five = (value: number): string => String(Number(value.toPrecision(5)));
    const [low, high] = band.stepTimeS.map(five);
    expect(stdout).toMatch(new RegExp(`step time \\(s\\) +${five(metrics.stepTimeS)} +${low} to ${high}\n`));
    expect(stdout).toMatch(/peak memory \(GB\) +[\d.]+ *\n/);
    const perGpu = five((metrics.tokensPerDayB * 1e9) / 86_400 / 2048);
    expect(stdout).toMatch(new RegExp(`tokens/s of a GPU +${perGpu}`));
    expect(stdout).toContain(`(${family.name}): ${family.rows}, off by`);
  });

  it('leads with job and headline, then bubble and memory of every rank; links on request', async () => {
    const { stdout } = await founding();
    const { metrics, breakdown, memory } = await foundingResult();
    const [job, headline, ranks] = stdout.split('\n\n');
    expect(job).toMatch(/^layout +pipeline 16, data 128, tensor 1, context 1, expert 64, ZeRO 1,/m);
    expect(job).toMatch(/^batch +15360 sequences of 4096 tokens, 62\.915 M tokens$/m);
    const hours = Number(((24 * 2048 * 1000) / metrics.tokensPerDayB).toPrecision(5));
    const [low, high] = /^GPU-hours for 10\^12 tokens +(\d+) +(\d+) to (\d+)$/m
      .exec(headline!)!
      .slice(2)
      .map(Number);
    expect(headline).toContain(` ${hours} `);
    expect(low).toBeLessThan(hours);
    expect(high).toBeGreaterThan(hours);
    const lines = ranks!
      .split('\n')
      .slice(2)
      .flatMap((line) => {
        // Ranks of equal figures share a line: "2, 13".
        const [of, ...figures] = line.trim().split(/ {2,}/);
        return of!.split(', ').map((rank) => [rank, ...figures].map(Number));
      })
      .toSorted(([a], [b]) => a! - b!);
    const bubbles = breakdown['ranks'] as readonly { bubbleS: number }[];
    const held = memory['ranks'] as readonly { totalGB: number; inFlight: number }[];
    expect(lines.map(([rank]) => rank)).toEqual(bubbles.map((_, rank) => rank));
    expect(lines.map((line) => line[1])).toEqual(
      bubbles.map(({ bubbleS }) => Number(bubbleS.toPrecision(5))),
    );
    expect(lines.map((line) => line[3])).toEqual(held.map(({ totalGB }) => Number(totalGB.toPrecision(5))));
    expect(lines.map((line) => line[5])).toEqual(held.map(({ inFlight }) => inFlight));
    expect(stdout).not.toMatch(/Busiest|Switches by tier/);
    expect(stdout).toContain('Add --links');
  });

  it('says what a failed part of the network costs a step', async () => {
    const args = ['run', 'deepseek-v3-mpft', '--fail', 'leaf:0', '--fail', 'node:9/nic:2=0.5'];
    const { stdout, code } = await railyard(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/With leaf:0, node:9\/nic:2=0\.5 the step takes \d+\.\d\d % longer than the \d+/);
    const refused = await railyard(['run', 'deepseek-v3-mpft', '--fail', 'leaf:9999']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('/fail/0') });
  });

  it('says what a flap costs a step, at any moment and at a stated one', async () => {
    const args = ['run', 'deepseek-v3-mpft', '--flap', 'node:17/nic:4+0.5', '--flap', 'leaf:0@4+2'];
    const { stdout, code } = await railyard([...args, '--reroute', '1']);
    expect(code).toBe(0);
    const row = (part: string) =>
      stdout
        .split('\n')
        .find((line) => line.startsWith(part))!
        .split(/\s{2,}/);
    expect(row('node:17/nic:4').slice(1, 5)).toEqual(['any moment', '0.5', '0.5', '1']);
    expect(row('leaf:0').slice(1, 4)).toEqual(['4', '2', '1']);
    const refused = await railyard(['run', 'deepseek-v3-mpft', '--flap', 'node:17/nic:4']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('+3, at any moment') });
  });

  it(
    'shows what the network carries: planes, the busiest links, a checkpoint, what was ' + 'checked',
    async () => {
      const args = ['run', 'deepseek-v3-mpft', '--links', '--set', 'workload.parallelism.placement=random'];
      const { stdout } = await railyard(args);
      const { busiestByClass, topLinks, checkpoint, invariants } = (
        (await json(args)).data as ExperimentResult
      ).network as unknown as NetworkLoads;
      const [planes, classes, busiest, written, tiers] = stdout.split('\n\n').slice(5);
      expect(
        planes!
          .split('\n')
          .slice(1)
          .map((line) => line.split(/ +/)[0]),
      ).toEqual(['plane', '0', '1', '2', '3', '4', '5', '6', '7', 'storage']);
      expect(names(classes!)).toEqual(
        busiestByClass.filter(({ per }) => per === 'step').map((link) => link.name),
      );
      expect(names(busiest!)).toEqual(topLinks.slice(0, 10).map((link) => link.name));
      expect(names(written!)).toEqual(checkpoint.links.map((link) => link.name));
      expect(tiers).toMatch(/^Switches by tier\n/);
      expect(stdout).toContain('10 more of the busiest links are in --json.');
      expect(stdout).toContain(`Checked: all ${invariants.length} invariants hold; bytes received = sent;`);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(140);
    },
  );

  it('tells planes that carry the same once, but each of them in CSV', async () => {
    expect((await founding()).stdout).toMatch(/^0 to 7, each +70027 /m);
    expect(
      (await railyard(['run', 'deepseek-v3-mpft', '-o', 'csv'])).stdout.match(/^[0-7],7002[67]\./gm),
    ).toHaveLength(8);
  });

  it('changes what --set and --seed change', async () => {
    const { data } = await json([
      'run',
      'deepseek-v3-mpft',
      '--set',
      'cluster.nic.bandwidthGBps=25',
      '--set',
      'workload.schedule.name=1f1b',
      '--seed',
      '7',
    ]);
    expect((data as ExperimentResult).document).toMatchObject({
      seed: 7,
      cluster: { nic: { bandwidthGBps: 25 } },
      workload: { schedule: { name: '1f1b' } },
    });
  });

  it.each([
    [
      ['--set', 'workload.parallelism.pp=8'],
      '/workload/parallelism/pp',
      'Use `workload.parallelism.pipeline`.',
    ],
    [['--set', 'workload.parallelism.pipeline=many'], '/workload/parallelism/pipeline', 'Use 1 to 512.'],
    [['--set', 'cluster.device.memoryGB=40'], '/workload/parallelism', ''],
  ])('refuses %j with a pointer and a hint', async (args, pointer, hint) => {
    const { code, stdout, stderr } = await railyard(['run', 'deepseek-v3-mpft', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(pointer);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('writes a trace, compressed when the name says so', async () => {
    const file = join(folder, 'deep/trace.json.gz');
    const { code, stdout } = await railyard(['run', 'deepseek-v3-mpft', '--trace', file]);
    expect(code).toBe(0);
    expect(stdout).toContain(file);
    const trace = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
      traceEvents: { ph: string; pid: number }[];
    };
    expect(new Set(trace.traceEvents.filter(({ ph }) => ph === 'X').map(({ pid }) => pid)).size).toBe(16);
  });

  it('says how large a trace is going to be, of the ranks and steps that it keeps', async () => {
    const file = join(folder, 'kept.json');
    const args = ['run', 'deepseek-v3-mpft', '--trace', file, '--ranks'];
    const { code, stderr } = await railyard([...args, '0-1,15', '--steps', '2']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/the trace has \d+ slices of 3 ranks, about \d+\.\d MB\./);
    const { traceEvents, otherData } = JSON.parse(readFileSync(file, 'utf8')) as {
      traceEvents: { ph: string; pid: number }[];
      otherData: { steps: number };
    };
    expect([...new Set(traceEvents.map(({ pid }) => pid))].sort((a, b) => a - b)).toEqual([0, 1, 15]);
    expect(otherData.steps).toBe(2);
    expect(await railyard([...args, '16'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ranks must be pipeline ranks from 0 to 15 (got 16)'),
    });
    expect(await railyard(['run', 'deepseek-v3-mpft', '--steps', '2'])).toMatchObject({ code: 2 });
  });

  it('says where it could not write', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(
      await railyard(['run', 'deepseek-v3-mpft', '--trace', join(folder, 'file/trace.json')]),
    ).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be written \((ENOTDIR|EEXIST)\)/) });
  });

  it('sends a sweep to its command', async () => {
    expect(await railyard(['run', 'examples/pipeline-sweep.yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('railyard sweep'),
    });
  });
});

interface Reproduced {
  readonly artifact: string;
  readonly rows: readonly { readonly kind: string }[];
  readonly withinTolerance: boolean;
  readonly inputs: readonly { readonly name: string; readonly provenance: string }[];
}

describe('railyard reproduce', () => {
  it('prints one table', async () => {
    const { code, data } = await json(['reproduce', 'table1']);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      artifact: 'table1',
      engineVersion: expect.any(String),
      inputs: expect.any(Array),
      rows: expect.arrayContaining([
        {
          name: 'KV cache per token',
          unit: 'KB',
          case: 'DeepSeek-V3 (MLA)',
          paper: 70.272,
          twin: 70.272,
          errorPct: 0,
          kind: 'predicted',
          tolerancePct: 0,
          note: '',
        },
      ]),
    });
    expect((await railyard(['reproduce', 'table1'])).stdout).toMatch(/^Table 1:/);
  });

  it('computes everything: one document, an HTML report, its runs and a trace', async () => {
    const { code, stdout } = await railyard(['reproduce', '--report', 'report', '--json'], undefined, folder);
    expect(code).toBe(0);
    const { artifacts } = JSON.parse(stdout) as { artifacts: readonly Reproduced[] };
    expect(artifacts.map(({ artifact }) => artifact)).toEqual(
      expect.arrayContaining(['table1', 'table2', 'table3', 'table4', 'table5', 'decode-limits']),
    );
    const table4 = artifacts.find(({ artifact }) => artifact === 'table4')!;
    expect(table4.withinTolerance).toBe(true);
    expect(table4.rows.filter(({ kind }) => kind === 'fitted')).toEqual([]);
    // Kernels are fitted to measured ones, nothing to a training job.
    const fitted = table4.inputs.filter(({ provenance }) => provenance === 'fitted');
    expect(fitted.map(({ name }) => name)).toEqual(['kernels.calibration']);

    const page = readFileSync(join(folder, 'report/report.html'), 'utf8');
    for (const title of ['Table 1:', 'Table 2:', 'Table 4:']) expect(page).toContain(title);
    const trace = gunzipSync(readFileSync(join(folder, 'report/deepseek-v3-mpft.trace.json.gz'))).toString();
    expect(trace).toContain('traceEvents');
    expect(readFileSync(join(folder, '.railyard/railyard.db')).subarray(0, 15).toString()).toBe(
      'SQLite format 3',
    );
  });

  it('knows what there is', async () => {
    expect(await railyard(['reproduce', 'table9'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('table4'),
    });
  });
});

describe('railyard compare', () => {
  it('shows what differs, from experiments and from saved results', async () => {
    const saved = join(folder, 'mrft.json');
    writeFileSync(saved, (await railyard(['run', 'deepseek-v3-mrft', '--json'])).stdout);
    const { code, data } = await json(['compare', 'deepseek-v3-mpft', saved]);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      baseline: 0,
      inputs: [
        { path: '/cluster/topology/kind', values: ['mpft', 'mrft'] },
        { path: '/cluster/topology/planes' },
      ],
    });
    expect(await railyard(['compare', 'deepseek-v3-mpft'])).toMatchObject({ code: 2 });
    expect(await railyard(['compare', 'deepseek-v3-mpft', saved, '--baseline', 'x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('baseline'),
    });
  });
});

describe('railyard sweep', () => {
  it('runs every point and ranks them', async () => {
    const { code, data } = await json(['sweep', 'examples/pipeline-sweep.yaml']);
    expect(code).toBe(0);
    const sweep = data as {
      size: number;
      infeasible: unknown[];
      best: string[];
      runs: { id: string; metrics: { tokensPerDayB: number } }[];
    };
    expect(sweep.runs.length + sweep.infeasible.length).toBe(sweep.size);
    const most = Math.max(...sweep.runs.map(({ metrics }) => metrics.tokensPerDayB));
    expect(sweep.runs.find(({ id }) => id === sweep.best[0])!.metrics.tokensPerDayB).toBe(most);
  });
});

describe('railyard import and bench', () => {
  it('says what a recorded profile holds', async () => {
    const kernel = (name: string, stream: number, ts: number, dur: number): object => ({
      ph: 'X',
      cat: 'kernel',
      name,
      pid: 0,
      tid: stream,
      ts,
      dur,
      args: { stream, device: 0, correlation: ts },
    });
    const file = join(folder, 'profile.json.gz');
    writeFileSync(
      file,
      gzipSync(
        JSON.stringify({
          deviceProperties: [{ name: 'NVIDIA H800', numSms: 132 }],
          distributedInfo: { rank: 0, world_size: 64 },
          traceEvents: [kernel('gemm_fp8', 7, 0, 1000), kernel('dispatch', 27, 500, 1000)],
        }),
      ),
    );
    const { code, data } = await json(['import', file]);
    expect(code).toBe(0);
    expect(data).toMatchObject({
      kernels: 2,
      spanMs: 1.5,
      device: 'NVIDIA H800',
      streams: [
        { stream: 7, busyMs: 1 },
        { stream: 27, busyMs: 1 },
      ],
    });
  });

  it('names the byte at which a trace is wrong', async () => {
    expect(await railyard(['import', 'package.json'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^railyard: package\.json: Byte \d+: A trace must/),
    });
    expect(await railyard(['import', 'nowhere.json'])).toMatchObject({ code: 4 });
  });

  it('knows its benchmarks', async () => {
    expect(await railyard(['bench', 'nothing'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('schedule'),
    });
  });
});

describe('railyard serve', () => {
  it('listens, answers and ends cleanly when asked to', async () => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'bin/railyard.mjs'), 'serve', '--port', '0', '--database', join(folder, 'serve.db')],
      { cwd: folder, env: { ...process.env, REDIS_URL: '' } },
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const url = await new Promise<string>((resolve) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /listening on (http:\S+),/.exec(text);
        if (found !== null) resolve(found[1]!);
      });
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('refuses settings that it cannot have', async () => {
    expect(await railyard(['serve', '--port', '99999'])).toMatchObject({
      code: 2,
      stderr: 'railyard: PORT must be a whole number from 0 to 65535 (got 99999).\n',
    });
    expect(await railyard(['serve', '--host', '0.0.0.0', '--port', '0'], undefined, folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('API key'),
    });
    const misspelt = { RAILYARD_THREDS: '1' };
    expect(await railyard(['serve', '--port', '0'], undefined, folder, misspelt)).toMatchObject({
      code: 2,
      stderr: 'railyard: RAILYARD_THREDS is not a setting. Did you mean RAILYARD_THREADS?\n',
    });
  });
});
