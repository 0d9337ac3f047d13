import {
  existsSync,
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ReplaySection } from '@railyard/experiments';
import { json, railyard, ROOT } from './railyard.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** Two nodes: quick to step, and enough faults at a hundred times the rates. */
const SMALL = `
apiVersion: railyard/v1
kind: Experiment
name: small
cluster: {preset: h800-2048-mpft, nodes: 2, topology: {kind: mpft, planes: 8, switchPorts: 64}}
workload: {preset: llama3-8b}
replay: {faults: {preset: llama3-h100}, rateMultiple: 100, replicas: 20, spareNodes: 1}
`;
const small = at('small.yaml');
writeFileSync(small, SMALL);

describe('railyard replay', () => {
  it('prints the contract', async () => {
    const { code, data } = await json(['replay', small]);
    expect(code).toBe(0);
    expect(Object.keys(data as object)).toEqual(
      expect.arrayContaining([
        'ettr',
        'goodput',
        'interruptions',
        'ledger',
        'byCause',
        'replicas',
        'ci95',
        'definitions',
        'warnings',
        'inputs',
      ]),
    );
    expect(data).toMatchObject({ replicas: 20 });
    expect((data as ReplaySection).byCause[0]!.costS.mean).toBeGreaterThan(0);
  });

  it('plays a document without a replay section by the defaults', async () => {
    const { data } = await json(
      ['replay', '-', '--replicas', '3'],
      SMALL.split('\n')
        .filter((text) => !text.startsWith('replay:'))
        .join('\n'),
    );
    expect(data).toMatchObject({ replicas: 3 });
  });

  it('gives the same bytes whatever the number of threads', async () => {
    const args = ['replay', small, '--replicas', '600', '--json'];
    const [one, three] = [
      await railyard([...args, '--threads', '1']),
      await railyard([...args, '--threads', '3']),
    ];
    expect(one.code).toBe(0);
    expect(three.stdout).toBe(one.stdout);
  });

  it('exports a log that replays to the same result', async () => {
    const log = at('faults.csv');
    const played = await json(['replay', small, '--replicas', '1', '--export-log', log]);
    const again = await json(['replay', small, '--replicas', '1', '--log', log]);
    const { sensitivity: _, ...same } = played.data as Record<string, unknown>;
    expect(again.data).toMatchObject(same);
    const lines = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const jsonLines = lines
      .map(([timeS, component, name, durationS]) =>
        JSON.stringify({ timeS: Number(timeS), component, class: name, durationS: Number(durationS) }),
      )
      .join('\n');
    writeFileSync(at('faults.jsonl.gz'), gzipSync(jsonLines));
    expect(
      (await json(['replay', small, '--replicas', '1', '--log', at('faults.jsonl.gz')])).data,
    ).toMatchObject(same);
  });

  it('reads clock times, names of its own, and says what became of each fault', async () => {
    const log = at('clock.csv');
    writeFileSync(
      log,
      'when,component,code,durationS\n' +
        '2022-04-20T10:00:00+02:00,gpu/1/3,Xid 79,7200\n2022-04-21T10:00:00+02:00,job,nccl_hang,64800\n',
    );
    const options = [
      '--log-start',
      '2022-04-20T06:00:00Z',
      '--log-column',
      'when=timeS',
      '--log-column',
      'code=class',
    ];
    const { data } = await json([
      'replay',
      small,
      '--log',
      log,
      ...options,
      '--log-class',
      'Xid 79=gpu_hard',
    ]);
    expect(data).toMatchObject({ recordedFaults: { read: 2, played: 2, outsideJob: 0, afterEnd: 0 } });
    const spare = at('spare.csv');
    writeFileSync(spare, 'timeS,component,class,durationS\n5,gpu/2/0,gpu_hard,0\n');
    const played = await json(['replay', small, '--log', spare, '--set', 'replay.spareNodes=1']);
    expect(played.data).toMatchObject({ recordedFaults: { read: 1, played: 0, outsideJob: 1 } });
    expect(JSON.stringify((played.data as { warnings: unknown }).warnings)).toContain(
      'no-recorded-fault-played',
    );
  });

  it('writes its artifacts', async () => {
    const { code, stdout } = await railyard(['replay', small, '--artifacts', at('out')]);
    expect(code).toBe(0);
    for (const name of [
      'replay.json',
      'timeline.json',
      'fault-log.csv',
      'ledger.csv',
      'causes.csv',
      'sensitivity.csv',
      'interval-curve.csv',
    ]) {
      expect(existsSync(at(`out/${name}`))).toBe(true);
      expect(stdout).toContain(name);
    }
    expect(readFileSync(at('out/ledger.csv'), 'utf8').trim().split('\n')).toHaveLength(21);
  });

  it('prints tables and CSV for a reader', async () => {
    const { stdout } = await railyard(['replay', small]);
    for (const words of [
      'ETTR (%)',
      'lost work',
      'gpu_hard',
      'node repair time',
      'H100 figures stand in',
      'ETTR: productive time over wall time',
    ])
      expect(stdout).toContain(words);
    expect((await railyard(['replay', small, '--csv'])).stdout).toContain('metric,mean,95 % confidence');
  });

  it.each<[string, string, string]>([
    [
      'truncated JSON',
      '{"timeS": 1, "component": "gpu/0/1"',
      'line 1: A line must hold one complete JSON object.',
    ],
    [
      'a negative duration',
      'timeS,component,class,durationS\n5,gpu/1/1,gpu_hard,-3\n',
      'line 2: durationS must be a number of seconds from 0 (got "-3").',
    ],
    [
      'an unknown component',
      'timeS,component,class,durationS\n1,gpu/0/0,gpu_hard,1\n5,gpu/99/1,gpu_hard,3\n',
      'kind gpu (got "gpu/99/1").',
    ],
    [
      'an unknown class',
      'timeS,component,class,durationS\n5,gpu/1/1,gpu_sad,3\n',
      'line 2: class must be one of profile',
    ],
    [
      'time that runs backwards',
      'timeS,component,class,durationS\n5,gpu/1/1,gpu_hard,3\n4,gpu/1/1,gpu_hard,3\n',
      'line 3: timeS must not lie before that of the fault above, 5 (got 4).',
    ],
    [
      'epoch seconds',
      'timeS,component,class,durationS\n1650412800,gpu/1/1,gpu_hard,3\n',
      'line 2: timeS must be seconds since the start of the job',
    ],
    ['nothing in it', '', 'line 1: The log must not be empty.'],
    ['no header', 'a,b\n', 'line 1: The header must have a column timeS.'],
  ])('refuses a log with %s, at its line', async (name, text, message) => {
    const log = at(`bad ${name}.log`);
    writeFileSync(log, text);
    expect(await railyard(['replay', small, '--log', log])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });

  it('refuses binary logs, logs of 2 GB without lines, logs that are not there', async () => {
    writeFileSync(at('binary.csv'), Buffer.from([0x74, 0xff, 0xfe, 0x0a]));
    expect(await railyard(['replay', small, '--log', at('binary.csv')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be UTF-8 text.'),
    });
    writeFileSync(at('huge.csv'), '');
    const file = openSync(at('huge.csv'), 'r+');
    ftruncateSync(file, 2 ** 31);
    closeSync(file);
    expect(await railyard(['replay', small, '--log', at('huge.csv')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('line 1: A line must have at most'),
    });
    expect(await railyard(['replay', small, '--log', at('nowhere.csv')])).toMatchObject({ code: 4 });
  });

  it('names the place of a mistake in the section, and what was meant', async () => {
    const { code, stderr } = await railyard(['replay', small, '--set', 'replay.faults.preset=lama3-h100']);
    expect(code).toBe(2);
    expect(stderr).toContain('/replay/faults/preset');
    expect(stderr).toContain('Use `llama3-h100`.');
  });
});

describe('railyard import on another machine', () => {
  const trace = join(ROOT, 'libs/profile/src/fixture/two-layers.trace.json');

  it('answers for another device and for no communication SMs', async () => {
    const { data } = await json(['import', trace, '--retarget', 'h200']);
    const { retargeted } = data as {
      retargeted: {
        recorded: { spanMs: number };
        target: { spanMs: number; machine: object };
        speedup: number;
      };
    };
    expect(retargeted.recorded.spanMs).toBeCloseTo(1.9, 6);
    expect(retargeted.target).toMatchObject({ machine: { name: 'h200', communicationSms: 20 } });
    expect(retargeted.speedup).toBeGreaterThanOrEqual(1);
    const free = await json(['import', trace, '--communication-sms', '0']);
    expect((free.data as { retargeted: { speedup: number } }).retargeted.speedup).toBeGreaterThan(1);
  });

  it('calls a trace without a name by its file', async () => {
    const nameless = at('nameless.json');
    const { traceName: _name, ...rest } = JSON.parse(readFileSync(trace, 'utf8')) as {
      readonly traceName: string;
    };
    writeFileSync(nameless, JSON.stringify(rest));
    expect((await railyard(['import', nameless])).stdout).toContain(`${nameless}: 22 kernels in`);
  });

  it('writes a workload, and refuses devices and SMs that cannot be', async () => {
    expect((await railyard(['import', trace, '--workload', at('workload.json')])).code).toBe(0);
    expect(JSON.parse(readFileSync(at('workload.json'), 'utf8'))).toMatchObject({
      kind: 'ProfileWorkload',
      recordedOn: { name: 'h800' },
    });
    expect(await railyard(['import', trace, '--retarget', 'h900'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('--retarget must be a device preset (got h900).'),
    });
    expect(await railyard(['import', trace, '--communication-sms', '132'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/communicationSms'),
    });
  });

  it('refuses the recording where nothing is executed', async () => {
    for (const [option, value] of [
      ['--recorded-on', 'h800'],
      ['--recorded-sms', '20'],
      ['--recorded-nic-gbps', '40'],
    ] as const) {
      expect(await railyard(['import', trace, option, value])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`${option} must be used with a profile that is executed.`),
      });
      expect((await railyard(['import', trace, option, value, '--nic-gbps', '20'])).code).toBe(0);
    }
  });

  it('says that a packed file is cut off, or not packed at all', async () => {
    const cutOff = (name: string, text: string): void =>
      writeFileSync(at(name), gzipSync(text).subarray(0, -9));
    cutOff('cut.json.gz', readFileSync(trace, 'utf8'));
    cutOff('cut.csv.gz', 'timeS,component,class,durationS\n');
    writeFileSync(at('plain.gz'), 'plain');
    for (const [file, ...args] of [
      ['cut.json.gz', 'import'],
      ['cut.csv.gz', 'replay', small, '--log'],
    ] as const) {
      expect(await railyard([...args, at(file)])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(
          `${file} is cut off: its gzip data does not end. Copy or export it again.`,
        ),
      });
      expect(await railyard([...args, at('plain.gz')])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('plain.gz is not a gzip file, or is damaged.'),
      });
    }
  });

  it('refuses a truncated trace at its byte', async () => {
    writeFileSync(at('cut.json'), readFileSync(trace, 'utf8').slice(0, 1500));
    expect(await railyard(['import', at('cut.json')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/cut\.json: Byte \d+: The JSON of the trace must end/),
    });
    writeFileSync(at('plain.json'), 'No trace at all.\n');
    expect(await railyard(['import', at('plain.json')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'plain.json: Byte 0: A trace must be a JSON object or list (got "No trace',
      ),
    });
  });
});
