import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, railyard } from './railyard.js';

const LOG = 'test/data/nccl/h100-10x4-all-ops.log';
const folder = mkdtempSync(join(tmpdir(), 'calibrate-'));
const path = join(folder, 'mine.yaml');

describe('railyard calibrate', () => {
  it('writes what documents and options name, and the result says whose it is', async () => {
    const { code, stdout } = await railyard(['calibrate', LOG, '--write', path]);
    expect(code).toBe(0);
    expect(stdout).toContain('rings between nodes, large messages');
    expect(readFileSync(path, 'utf8')).toContain('bulkNetworkStepSeconds');
    const named = 'cluster: { device: { calibration: mine.yaml } }\n';
    const document = join(folder, 'job.yaml');
    const head = 'apiVersion: railyard/v1\nkind: Experiment\npreset: deepseek-v3-mpft\n';
    writeFileSync(document, `${head}${named}`);
    const inputsOf = async (args: readonly string[]) =>
      ((await json(args)).data as { inputs: { name: string; source: string }[] }).inputs;
    const mine = await inputsOf(['run', document]);
    const link = mine.find(({ name }) => name === 'network.linkCalibration');
    expect(link?.source).toContain('measured by you');
    const set = ['--set', `cluster.device.calibration=${path}`];
    expect(await inputsOf(['run', 'deepseek-v3-mpft', ...set])).toEqual(mine);
  });

  it('takes the collectives of a recorded profile, and refuses one that has none of use', async () => {
    const call = (megabytes: number, index: number) => ({
      ph: 'X',
      cat: 'kernel',
      name: 'ncclDevKernel_AllGather_RING_LL',
      pid: 0,
      tid: 7,
      ts: index * 1e5,
      // 8 ranks at 250 GB/s of the bus.
      dur: (megabytes * 2 ** 20 * 7) / 8 / 250e3,
      args: {
        device: 0,
        stream: 7,
        'Collective name': 'all_gather_into_tensor',
        'Out msg nelems': megabytes * 2 ** 19,
        'Group size': 8,
        dtype: 'BFloat16',
      },
    });
    const trace = (rank: object) => ({
      deviceProperties: [{ id: 0, name: 'NVIDIA H100 80GB HBM3', numSms: 132 }],
      distributedInfo: rank,
      traceEvents: [32, 64, 128, 256].map(call),
    });
    const profile = join(folder, 'rank0.json');
    writeFileSync(profile, JSON.stringify(trace({ rank: 0, world_size: 8 })));
    const { data } = await json(['calibrate', profile]);
    const { device, groups } = data as {
      device: string;
      groups: { rows: number; before: { biasPct: number } }[];
    };
    expect([device, groups.map(({ rows }) => rows)]).toEqual(['h100', [4]]);
    // The model's own H100 gathers faster.
    expect(groups[0]!.before.biasPct).toBeLessThan(0);
    writeFileSync(profile, JSON.stringify(trace({ rank: 0, world_size: 64 })));
    const refused = await railyard(['calibrate', profile]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('must hold collectives above 1 MiB of all ranks, or of a job of one node'),
    ]);
  });

  it.each([
    [['calibrate', 'README.md'], 2, 'must be a log of nccl-tests'],
    [['calibrate', 'no.log'], 4, 'There is no file no.log.'],
    [['calibrate', LOG, '--cluster', 'mine'], 4, 'There is no cluster preset mine.'],
    [['calibrate', LOG, '--device', 'mine', '--cluster', 'h100-64'], 4, 'There is no device preset mine.'],
  ])('%j is refused', async (args, code, message) => {
    const refused = await railyard(args);
    expect({ code: refused.code, said: refused.stderr.includes(message) }).toEqual({ code, said: true });
  });
});
