/** Flaps of a document: what each costs by itself, and mistakes in them. */
import { type Issue, InvalidDocumentError } from '@railyard/base';
import { prepareExperiment, prepareSweep, runExperiment } from '../index.js';
import { parseStepFlap } from './index.js';

const document = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'small',
  cluster: { preset: 'h800-2048-mpft', nodes: 4, topology: { kind: 'mpft', planes: 8, switchPorts: 64 } },
  workload: {
    preset: 'deepseek-v2',
    model: { layers: 8, moe: { denseLayers: 1, routedExperts: 64 } },
    parallelism: { pipeline: 2, expert: 16 },
    batch: { sequenceLength: 4096, globalSequences: 64 },
    schedule: { name: '1f1b' },
  },
};
const run = (change: object) => runExperiment(prepareExperiment({ ...document, ...change }));

function issuesOf(change: object): readonly Issue[] {
  try {
    prepareExperiment({ ...document, ...change });
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
  return [];
}

describe('flaps of an experiment', () => {
  it('leave all else as it is, and each is priced by itself', () => {
    const calm = run({});
    const {
      flaps,
      warnings,
      id: _,
      document: __,
      ...rest
    } = run({
      flap: ['node:1/nic:3+0.2', 'node:1/nic:3@0.1+0.2', 'leaf:0=0.5+1'],
    });
    const { id: ___, document: ____, warnings: before, ...healthy } = calm;
    expect(rest).toEqual(healthy);
    expect(warnings).toEqual(before);
    const { stepTimeS } = calm.metrics;
    const [any, stated, half] = flaps!;
    expect(any).toMatchObject({ part: 'node:1/nic:3', startS: null, durationS: 0.2, standstillS: 0.2 });
    expect(any!.lostS).toBeGreaterThan(0.1);
    expect(any!.lostRangeS[1]).toBeLessThanOrEqual(0.2 + 1e-9);
    expect(any!.stepTimeRangeS[0]).toBeGreaterThanOrEqual(stepTimeS - 1e-9);
    expect(stated).toMatchObject({ startS: 0.1, heldRanks: 1, holdsOptimizer: true });
    expect(stated!.lostRangeS).toEqual([stated!.lostS, stated!.lostS]);
    // A leaf at half its rate holds nobody: what goes over it goes on, slower.
    expect(half).toMatchObject({ standstillS: 0, heldRanks: 2 });
    expect(half!.lostS).toBeGreaterThan(0);
    expect(half!.lostS).toBeLessThan(0.5);
  });

  it('cost less where traffic takes another way', () => {
    const lost = (reroute?: number) =>
      run({ flap: ['node:1/nic:3+2'], ...(reroute === undefined ? {} : { reroute }) }).flaps![0]!;
    const [waiting, later, atOnce] = [lost(), lost(0.5), lost(0)];
    expect([waiting.standstillS, later.standstillS, atOnce.standstillS]).toEqual([2, 0.5, 0]);
    expect(later.lostS).toBeLessThan(waiting.lostS);
    expect(atOnce.lostS).toBeLessThan(later.lostS);
    expect(atOnce.lostS).toBeGreaterThan(0);
  });

  it('beyond the retries of a connection are warned of', () => {
    const codes = run({ flap: ['node:1/nic:3+8', 'plane:0/leaf:0+1'] }).warnings.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('flap-'))).toEqual(['flap-beyond-retries']);
  });

  it.each([
    [{ flap: ['node:99/nic:0+1'] }, '/flap/0', 'unknown-element'],
    [{ flap: ['node:1/nic:3'] }, '/flap/0', 'no-time'],
    [{ flap: ['node:1/nic:3+0'] }, '/flap/0', 'no-time'],
    [{ flap: ['node:1/nic:3@-1+2'] }, '/flap/0', 'no-time'],
    [{ flap: ['node:1/nic:3=2+1'] }, '/flap/0', 'out-of-range'],
    [{ reroute: 1 }, '/reroute', 'unused'],
  ])('%j is a mistake at %s', (change, path, code) => {
    expect(issuesOf(change)).toMatchObject([{ path, code }]);
  });

  it('are keys of a sweep', () => {
    const { size, infeasible } = prepareSweep({
      ...document,
      kind: 'Sweep',
      parameters: { reroute: { values: [0, 1] }, flap: { values: [['node:1/nic:3+2'], ['leaf:0+2']] } },
    });
    expect([size, infeasible]).toEqual([4, []]);
  });
});

it.each([
  ['node:0/nic:2@4+3', 'node:0/nic:2', 4, 3],
  ['leaf:3=0.5+2', 'leaf:3=0.5', undefined, 2],
  ['plane:1@0+1e-3', 'plane:1', 0, 1e-3],
])('%s is a part, a moment and a duration', (text, part, begins, durationSeconds) => {
  expect(parseStepFlap(text)).toMatchObject({ part, durationSeconds });
  expect(parseStepFlap(text).begins).toBe(begins);
});
