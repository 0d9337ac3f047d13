import { CLUSTERS } from '../presets/index.js';
import { runBenchmark } from './benchmark.js';
import { type BenchmarkRequest } from './request.js';

const request: BenchmarkRequest = {
  cluster: CLUSTERS['h800-2048-mrft'],
  collective: 'send-receive',
  gpus: 512,
  bytes: 2 ** 26,
  routing: 'ecmp',
  beside: { collective: 'incast', bytes: 2 ** 30 },
};
const timesOf = (control: BenchmarkRequest['control']) =>
  runBenchmark({ ...request, ...(control === undefined ? {} : { control }) }).beside!;

describe('two collectives where switches pause each other', () => {
  it('wait for an incast that fair shares keep from them, the less the sooner senders slow down', () => {
    const [pfc, dcqcn, rtt, credits] = (['pfc', 'dcqcn', 'rtt', 'credits'] as const).map(
      (control) => timesOf(control)[0]!.controlledUs!,
    ) as [number, number, number, number];
    expect(pfc).toBeGreaterThan(1.2 * credits);
    expect(pfc).toBeGreaterThanOrEqual(dcqcn);
    expect(dcqcn).toBeGreaterThanOrEqual(rtt);
    expect(credits / timesOf('credits')[0]!.sharedUs).toBeCloseTo(1, 6);
    // Nothing is faster than alone.
    for (const { controlledUs, aloneUs } of timesOf('pfc'))
      expect(controlledUs).toBeGreaterThan(aloneUs * (1 - 1e-6));
  });

  it('say how far they are from packet-level runs, or that there is none to compare with', () => {
    const { beside, warnings } = runBenchmark({ ...request, control: 'pfc' });
    for (const { controlledUs, controlledBandUs } of beside!) {
      expect(controlledBandUs![0]).toBeCloseTo(controlledUs! / 1.15, 6);
      expect(controlledBandUs![1]).toBeCloseTo(controlledUs! / 0.66, 6);
    }
    expect(warnings.map(({ code, message }) => [code, message])).toContainEqual([
      'coarse-control',
      expect.stringContaining('-34 to 15 % off packet-level runs'),
    ]);
    const estimate = runBenchmark({ ...request, control: 'dcqcn' });
    expect(estimate.beside![0]!.controlledBandUs).toBeUndefined();
    expect(estimate.warnings.at(-1)!.message).toContain('no packet-level run to compare');
  });

  it('are answered where a control is named', () => {
    for (const times of timesOf(undefined)) expect(times.controlledUs).toBeUndefined();
  });
});
