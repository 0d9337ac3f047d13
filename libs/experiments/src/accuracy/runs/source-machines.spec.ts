import { readFileSync } from 'node:fs';
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { fitOwnCalibration } from '../../own-calibration/index.js';
import { type KernelFile, rowsOfFile } from '../kernels/index.js';
import { documentOfRun } from './document-of-run.js';
import { type PublishedRun, publishedRun } from './published-run.js';
import { calibrationOfSource } from './source-machines.js';

const columns = {
  id: 'own-machine',
  kind: 'step',
  source: 'MooreThreads/SimuMax',
  model: 'llama3-70b cut to 12 layers',
  gpu: 'B200',
  n_gpus: '8',
  tp: '1',
  pp: '2',
  seq_len: '4096',
  micro_batch: '1',
  global_batch: '16',
  recompute: 'none',
  sharding: 'ZeRO-1',
  framework: 'Megatron-LM (TE 2.11, torch 2.10)',
};
const run: PublishedRun = publishedRun(columns);

describe('the machine of a source', () => {
  it('is what calibrate makes of the kernels that the source publishes', () => {
    const text = readFileSync('test/data/simumax-b200-kernels.json', 'utf8');
    const kernels = rowsOfFile(JSON.parse(text) as KernelFile, 'simumax-b200-kernels');
    const fitted = fitOwnCalibration(
      DEVICES['b200'] as DeviceSpec,
      { kernels, collectives: [] },
      'simumax-b200-kernels.json, on b200',
    );
    expect(calibrationOfSource(run)).toEqual(fitted.calibration);
    // Half of these rows are in the shipped record, which takes its clock under load from them.
    const [sustained] = fitted.groups;
    expect(sustained).toMatchObject({ what: 'GEMM in BF16, back to back', rows: 54 });
    expect(Math.abs(sustained?.before.biasPct ?? 99)).toBeLessThan(4);
    expect(sustained?.after.medianPct).toBeLessThan(5);
  });

  it('is in the documents of its rows, and in no other', () => {
    const deviceOf = (changes: object) => {
      const mapped = documentOfRun(publishedRun({ ...columns, ...changes }));
      return 'why' in mapped ? mapped.why : mapped.document.cluster.device;
    };
    expect(deviceOf({})).toMatchObject({ calibration: { kernels: { bf16Droop: 0.3283 } } });
    expect(deviceOf({ source: 'another' })).not.toHaveProperty('calibration');
    expect(deviceOf({ gpu: 'A100-80GB' })).not.toHaveProperty('calibration');
  });

  it('runs Megatron-LM with what its arguments default to: no collective of a step hidden', () => {
    const mapped = documentOfRun(run);
    expect('why' in mapped ? mapped.why : mapped.document.workload.parallelism.overlap).toEqual({
      gradientReduction: false,
      parameterGather: false,
    });
  });
});
