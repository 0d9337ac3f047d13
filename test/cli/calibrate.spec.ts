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
