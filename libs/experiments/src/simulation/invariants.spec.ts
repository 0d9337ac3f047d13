/**
 * What must hold holds on every kind of fabric and layout, and a run for which it does not hold is found out.
 */
import fc from 'fast-check';
import { WORKLOADS, checkpointTraffic, simulateStep, stepTraffic } from '@railyard/parallelism';
import { prepareExperiment, runExperiment } from '../engine.js';
import { checkInvariants, invariantWarnings } from './invariants.js';
import { checkpointLoads, stepLoads } from './link-loads.js';
import { type NetworkSection } from './network.js';

// Whole clusters are run, on a machine that may be busy.
jest.setTimeout(60_000);

const prepared = (cluster: object, workload: object) =>
  prepareExperiment({ apiVersion: 'railyard/v1', kind: 'Experiment', name: 'invariants', cluster, workload });
const run = (cluster: object, workload: object) => runExperiment(prepared(cluster, workload));

describe.each([
  ['packed experts on planes', { preset: 'h800-2048-mpft' }, { preset: 'deepseek-v3' }],
  [
    'random experts on hashed paths',
    { preset: 'h800-2048-roce' },
    { preset: 'deepseek-v2', parallelism: { placement: 'random' } },
  ],
  [
    'spread experts on several ports',
    { preset: 'h800-2048-multi-port' },
    { preset: 'deepseek-v2', parallelism: { placement: 'spread' } },
  ],
  ['tensor groups on three tiers', { preset: 'h100-1024-roce' }, { preset: 'llama3-70b' }],
  ['one node', { preset: 'h200-256-mpft' }, { preset: 'llama3-8b' }],
])('%s', (_, cluster, workload) => {
  const { warnings, network } = run(cluster, workload);
  const { invariants } = network as NetworkSection;

  it('hold, and say what was measured', () => {
    expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
    expect(warnings.map(({ code }) => code)).not.toContain('broken-invariant');
    expect(new Set(invariants.map(({ name }) => name))).toEqual(
      new Set([
        'bytes-received',
        'bytes-passed-on',
        'load-within-capacity',
        'time-adds-up',
        'work-fits-in-step',
        'step-takes-time',
      ]),
    );
    for (const { measured, atMost, above } of invariants)
      expect(atMost === undefined ? measured > above! : measured <= atMost * (1 + 1e-9)).toBe(true);
  });

  it('are measured on the accounts that the result shows', () => {
    const { planes, topLinks, storagePlane } = network as NetworkSection;
    for (const { trafficClass, sentBytes } of invariants.filter(({ name }) => name === 'bytes-received')) {
      const shown =
        trafficClass === 'checkpoint'
          ? storagePlane.bytesByClass.checkpoint
          : planes.reduce((sum, { bytesByClass }) => sum + (bytesByClass[trafficClass!] ?? 0), 0);
      expect(sentBytes! / shown).toBeCloseTo(1, 12);
    }
    expect(invariants.find(({ per }) => per === 'step')).toMatchObject({
      name: 'load-within-capacity',
      measured: topLinks[0]!.utilisation,
      link: topLinks[0]!.name,
    });
  });
});

describe('a run that contradicts itself', () => {
  const { cluster, workload } = prepared({ preset: 'h200-256-mpft' }, { preset: 'llama3-70b' }).document;
  const step = simulateStep(cluster, workload, 1);
  const write = checkpointTraffic(step, workload);
  const broken = (
    total: number,
    spoil: (account: ReturnType<typeof stepTraffic>) => void = () => undefined,
  ) => {
    const account = stepTraffic(step, workload);
    spoil(account);
    return checkInvariants(
      { ...step, parts: { ...step.parts, total } },
      stepLoads(account, total),
      checkpointLoads(write.links, write.writeSeconds),
    ).filter(({ holds }) => !holds);
  };
  const names = (of: ReturnType<typeof broken>): readonly string[] => of.map(({ name }) => name);

  it('loses bytes', () => {
    const { nicUplink } = step.fabric.graph.tables;
    const lost = broken(step.parts.total, (account) => {
      const used = nicUplink.find((link) => account.bytesOf(2, link) > 0)!;
      account.bytes[2 * account.links + used]! *= 0.999;
    });
    expect(names(lost)).toEqual(['bytes-received', 'bytes-passed-on']);
    expect(lost[0]).toMatchObject({ trafficClass: 'data' });
    expect(invariantWarnings(lost)).toMatchObject([
      { code: 'broken-invariant', message: expect.stringContaining('bytes-received, data') },
      { code: 'broken-invariant' },
    ]);
  });

  it('is shorter than its work and its traffic', () => {
    expect(names(broken(step.parts.total))).toEqual([]);
    expect(names(broken(0.9 * step.parts.total))).toContain('time-adds-up');
    expect(names(broken(step.parts.total / 1000))).toEqual([
      'load-within-capacity',
      'time-adds-up',
      'work-fits-in-step',
    ]);
  });

  it('takes no time', () => {
    expect(names(broken(0))).toEqual(expect.arrayContaining(['load-within-capacity', 'step-takes-time']));
  });
});

describe('more work', () => {
  const times = new Map<string, number>();
  const stepTime = (workload: object): number => {
    const key = JSON.stringify(workload);
    if (!times.has(key)) times.set(key, run({ preset: 'h200-256-mpft' }, workload).metrics.stepTimeS);
    return times.get(key)!;
  };

  it('is not faster: more sequences, longer ones, more layers', () => {
    const amount = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom('llama3-70b', 'llama3-8b'),
        amount,
        amount,
        amount,
        amount,
        (preset, sequences, length, layers, more) => {
          const { batch, model } = WORKLOADS[preset]!;
          const of = (s: number, l: number, d: number) =>
            stepTime({
              preset,
              recompute: 'full',
              batch: { globalSequences: batch.globalSequences * s, sequenceLength: 1024 * l },
              model: { ...model, layers: 16 * d },
            });
          const here = of(sequences, length, layers);
          expect(of(sequences + more, length, layers)).toBeGreaterThan(here);
          expect(of(sequences, length + more, layers)).toBeGreaterThan(here);
          expect(of(sequences, length, layers + more)).toBeGreaterThan(here);
        },
      ),
      { numRuns: 25 },
    );
  });
});
