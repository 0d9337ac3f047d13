import { CLUSTERS, linkCalibrationOf } from '@railyard/cluster';
import { entryOf } from '@railyard/base';

import { type WorkloadSpec, WORKLOADS } from '../plan/index.js';
import { linkInputs } from './link-inputs.js';
import { simulateStep } from './simulate-step.js';

const cluster = entryOf(CLUSTERS, 'h800-2048-mpft');
const { device } = cluster;
const workload = entryOf(WORKLOADS, 'deepseek-v3');
const { optimizer, parts } = simulateStep(cluster, workload, 1);
const namesFor = (job: WorkloadSpec, total = parts.total, on = device): readonly string[] =>
  linkInputs(on, job, optimizer, total).map(({ name }) => name);
const laidOut = (parallelism: Partial<WorkloadSpec['parallelism']>): WorkloadSpec => ({
  ...workload,
  parallelism: { ...workload.parallelism, ...parallelism },
});

describe('the record of collectives as an input', () => {
  it('is left out where it moves the step too little', () => {
    expect(namesFor(workload)).toEqual([]);
  });

  it('moves that step by less than it would have to: every latency a tenth longer', () => {
    const { constants } = linkCalibrationOf(device);
    const latencies = Object.entries(constants).filter(([name]) => name.endsWith('Seconds'));
    expect(latencies.length).toBeGreaterThan(6);
    const collectives = Object.fromEntries(latencies.map(([name, value]) => [name, 1.1 * value]));
    const slower = { ...cluster, device: { ...device, calibration: { source: 'a spec', collectives } } };
    const change = simulateStep(slower, workload, 1).parts.total / parts.total - 1;
    expect(change).toBeGreaterThan(0);
    expect(change).toBeLessThan(0.002);
  });

  it('is listed where the optimizer takes more of the step', () => {
    expect(namesFor(workload, parts.total / 2)).toEqual(['network.linkCalibration']);
  });

  it.each([
    ['tensor ranks', laidOut({ tensor: 2 })],
    ['context ranks', laidOut({ context: 2 })],
    ['split experts', laidOut({ expertTensor: 2 })],
    ['sharded layers', laidOut({ zeroStage: 3 })],
    ['hidden gathers', laidOut({ overlap: { parameterGather: true } })],
    ['hidden reductions', laidOut({ overlap: { gradientReduction: true } })],
    [
      'NCCL between experts',
      { ...workload, communication: { ...workload.communication, dispatcher: 'all-to-all' } },
    ],
    ['gathered momenta', { ...workload, optimizer: { kind: 'muon' } }],
  ] satisfies [string, WorkloadSpec][])('is listed with %s', (_, job) => {
    expect(namesFor(job)).toEqual(['network.linkCalibration']);
  });

  it('is listed where the owner of the device measured it', () => {
    const own = { ...device, calibration: { source: 'a spec', collectives: { startSeconds: 1e-5 } } };
    expect(namesFor(workload, parts.total, own)).toEqual(['network.linkCalibration']);
  });
});
